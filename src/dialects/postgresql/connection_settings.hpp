#pragma once

#include <chrono>
#include <cstddef>

#include <athanor/core/url.hpp>
#include <athanor/engine/engine_options.hpp>

namespace athanor::postgresql {

/// How a connection works once it is made.
struct ConnectionSettings {
    bool hide_parameters = false;
    bool named_statements = true;  ///< false: nothing stays prepared, as behind a pooler in transaction mode
    std::size_t statement_cache_size = 500;
    std::chrono::milliseconds statement_timeout{0};  ///< 0: a silent server is waited for without end
};

[[nodiscard]] ConnectionSettings connection_settings(const URL& url, const EngineOptions& options);

/// Whether a pooler in transaction mode stands before the server: what the option says, or else the query key
/// pgbouncer=true, or a host whose first label ends in "-pooler".
[[nodiscard]] bool behind_transaction_pooler(const URL& url, const EngineOptions& options);

}  // namespace athanor::postgresql
