#pragma once

#include <athanor/core/url.hpp>
#include <athanor/engine/engine_options.hpp>

namespace athanor {
class Dialect;
}

namespace athanor::detail {

/// @throws ArgumentError if direct_url or reader_url is malformed, or names another sort of database than `url`.
void check_other_urls(const URL& url, const EngineOptions& options);

/// Where the reader of an engine connects to, and how.
[[nodiscard]] URL reader_url(const URL& url, const EngineOptions& options);
[[nodiscard]] EngineOptions reader_options(const EngineOptions& options);

/// Where statements go that a pooler in transaction mode breaks, such as DDL: direct_url if there is one.
/// @throws InvalidRequestError, saying what to write, if only a pooler is known. `what` is the call that was refused.
[[nodiscard]] URL direct_url(const Dialect& dialect, const URL& url, const EngineOptions& options, const char* what);

}  // namespace athanor::detail
