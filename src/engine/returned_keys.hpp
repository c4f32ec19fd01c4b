#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <athanor/engine/cursor.hpp>

namespace athanor::detail {

/// Reads result rows of (ordinal from 1, key) into a list of keys in the order of the parameter rows: servers are free
/// to return rows in another order than they were sent.
class ReturnedKeys final : public RowSink {
public:
    ReturnedKeys(std::vector<std::int64_t>& keys, std::size_t rows);

    /// @throws InternalError if the ordinal is none of the rows sent, or came before.
    void row(const Cursor& cursor) override;
    /// @throws InternalError if a row got no key.
    void finish() const;

private:
    std::vector<std::int64_t>& keys_;
    std::vector<bool> seen_;
    std::size_t received_ = 0;
};

}  // namespace athanor::detail
