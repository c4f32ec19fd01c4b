#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <athanor/core/url.hpp>

namespace athanor::postgresql {

/// libpq's keywords and their values. A keyword stands there once.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The URL with `connect_args` in the place of those of its parts and query keys that they name.
[[nodiscard]] URL overridden(URL url, const Parameters& connect_args);

/// What libpq takes from its environment (PGHOST and the like, a service file) or sets itself; empty: nothing.
[[nodiscard]] std::string libpq_default(std::string_view keyword);

}  // namespace athanor::postgresql
