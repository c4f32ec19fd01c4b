#pragma once

#include <string>
#include <utility>

#include <athanor/sql/compiled.hpp>

namespace athanor::sql::detail {

/// BEGIN, COMMIT or ROLLBACK.
[[nodiscard]] inline Compiled transaction_control(std::string text) {
    Compiled compiled;
    compiled.id = Compiled::next_id();
    compiled.sql = std::move(text);
    compiled.reads_only = true;
    compiled.transaction_control = true;
    return compiled;
}

}  // namespace athanor::sql::detail
