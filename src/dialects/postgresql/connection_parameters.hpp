#pragma once

#include <string>
#include <utility>
#include <vector>

#include <athanor/core/url.hpp>

namespace athanor::postgresql {

/// libpq's keywords and values for a URL, with the defaults of this driver where the URL says nothing.
/// @throws ArgumentError for a query key that the installed libpq does not know.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> connection_parameters(const URL& url);

}  // namespace athanor::postgresql
