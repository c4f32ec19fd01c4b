#pragma once

#include <string>

#include <athanor/core/error.hpp>

namespace athanor::detail {

/// The text of what(), as laid out at Error.
std::string error_text(const ErrorClass& error_class, const ErrorDetails& details);

}  // namespace athanor::detail
