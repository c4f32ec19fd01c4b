#pragma once

#include <athanor/core/url.hpp>

#include "dialects/postgresql/connect/overrides.hpp"

namespace athanor::postgresql {

/// The query keys of a URL as keywords for the libpq at hand, the last value of each. What an older libpq lacks is
/// translated where that keeps its meaning and refused otherwise, never dropped. The keys that this library takes
/// itself (host, port, hostaddr, load_balance_hosts, pgbouncer, connect_timeout) are checked and left out. `version` is
/// that of libpq, as PQlibVersion() gives it.
/// @throws ArgumentError naming the key.
[[nodiscard]] Parameters keywords_of(const URL& url, int version);

/// @throws ArgumentError if neither libpq nor this library knows the key. `place` says where it stands: "the database
/// URL".
void check_keyword(const std::string& key, std::string_view place);

[[nodiscard]] const std::string* find(const Parameters& parameters, std::string_view key);
void set(Parameters& parameters, std::string_view key, std::string value);

}  // namespace athanor::postgresql
