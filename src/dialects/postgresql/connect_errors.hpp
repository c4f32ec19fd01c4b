#pragma once

#include <string_view>

#include <athanor/core/url.hpp>

namespace athanor::postgresql {

/// Throws OperationalError for a connection that could not be made. `message` is libpq's, in its verbose form, which is
/// the only place where it shows the SQLSTATE.
[[noreturn]] void throw_connect_error(const URL& url, std::string_view message);

}  // namespace athanor::postgresql
