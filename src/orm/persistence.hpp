#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <athanor/engine/driver.hpp>

#include "orm/session_impl.hpp"
#include "orm/unit_of_work.hpp"

namespace athanor::detail {

/// Executes the batches of one flush. Statements are collected into a list that is sent at once; a batch that needs
/// keys which the list is going to make ends it. So new rows cost one round trip for each level of dependency.
class Persistence {
public:
    Persistence(SessionCore::Impl& session, KeySync& keys);
    ~Persistence();

    /// @throws whatever the database says, and StaleDataError if a row to be changed was not there.
    void run(const std::vector<Batch>& batches, bool and_commit);

private:
    struct Step;
    void queue(const Batch& batch);
    void queue_defaults();
    void send(bool and_commit);
    void finish(const Step& step);

    SessionCore::Impl& session_;
    KeySync& keys_;
    std::vector<std::unique_ptr<Step>> list_;
    std::vector<InstanceState*> unread_;  ///< with columns that the server filled in
};

}  // namespace athanor::detail
