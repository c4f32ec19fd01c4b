#include "dialects/postgresql/connection_settings.hpp"

#include <algorithm>

#include "dialects/postgresql/connect/destination.hpp"

namespace athanor::postgresql {

bool behind_transaction_pooler(const URL& url, const EngineOptions& options) {
    return destination_of(url, options).pooled;
}

ConnectionSettings connection_settings(const URL& url, const EngineOptions& options) {
    ConnectionSettings settings;
    settings.hide_parameters = options.hide_parameters;
    settings.named_statements = !behind_transaction_pooler(url, options);
    settings.statement_cache_size = static_cast<std::size_t>(std::max(options.statement_cache_size, 1));
    settings.statement_timeout =
        std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(options.statement_timeout * 1000));
    return settings;
}

}  // namespace athanor::postgresql
