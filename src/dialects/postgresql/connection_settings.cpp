#include "dialects/postgresql/connection_settings.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace athanor::postgresql {

namespace {

bool names_pooler(std::string_view host) { return host.substr(0, host.find('.')).ends_with("-pooler"); }

bool names_pooler_among(std::string_view hosts) {
    while (!hosts.empty()) {
        const auto comma = hosts.find(',');
        if (names_pooler(hosts.substr(0, comma))) {
            return true;
        }
        hosts.remove_prefix(comma == std::string_view::npos ? hosts.size() : comma + 1);
    }
    return false;
}

}  // namespace

bool behind_transaction_pooler(const URL& url, const EngineOptions& options) {
    if (options.pooler != Pooler::automatic) {
        return options.pooler == Pooler::transaction;
    }
    if (const auto said = url.query_value("pgbouncer")) {
        return *said == "true";
    }
    if (names_pooler_among(url.host)) {
        return true;
    }
    return std::any_of(url.query.begin(), url.query.end(),
                       [](const auto& entry) { return entry.first == "host" && names_pooler_among(entry.second); });
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
