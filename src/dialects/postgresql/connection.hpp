#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include <athanor/engine/driver.hpp>

#include "dialects/postgresql/handles.hpp"
#include "dialects/postgresql/parameter_block.hpp"

namespace athanor::postgresql {

/// A connection through libpq: binary parameters and results, each list of statements in one pipeline.
class PostgresqlConnection final : public DriverConnection {
public:
    /// Takes over a connection that is ready. @throws OperationalError if its session cannot be set up.
    PostgresqlConnection(ConnectionHandle connection, bool hide_parameters);

    void execute(std::span<Execution> list) override;
    bool in_transaction() const noexcept override;
    bool is_open() const noexcept override;
    void cancel() noexcept override;
    bool probe() noexcept override;
    std::string server_version() const override;
    std::vector<std::pair<std::string, std::string>> facts() const override;
    const DriverStatistics& statistics() const noexcept override { return statistics_; }

private:
    void set_up_session();
    static void receive_notice(void* self, const PGresult* notice);

    ConnectionHandle connection_;
    CancelHandle cancel_;
    std::unordered_set<std::uint64_t> prepared_;
    std::vector<ParameterBlock> blocks_;
    DriverStatistics statistics_;
    bool hide_parameters_;
    bool lost_ = false;
};

}  // namespace athanor::postgresql
