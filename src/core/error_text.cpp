#include "core/error_text.hpp"

#include <fmt/format.h>

namespace athanor::detail {

std::string error_text(const ErrorClass& error_class, const ErrorDetails& details) {
    auto text = fmt::format("{}: {}", error_class.name, details.message);
    const auto out = std::back_inserter(text);
    if (!details.statement.empty()) {
        fmt::format_to(out, "\n[SQL: {}]", details.statement);
    }
    if (!details.parameters.empty()) {
        fmt::format_to(out, "\n[parameters: {}]", details.parameters);
    }
    if (!details.hint.empty()) {
        fmt::format_to(out, "\n{}", details.hint);
    }
    fmt::format_to(out, "\n(code: {}{}{}, see docs/errors.md)", error_class.code,
                   details.sqlstate.empty() ? "" : ", SQLSTATE ", details.sqlstate);
    return text;
}

}  // namespace athanor::detail
