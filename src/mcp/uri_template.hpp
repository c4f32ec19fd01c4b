#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::mcp::detail {

/// RFC 6570's level 1 as far as resources need it: {variables} between fixed texts, each for one segment.
class UriTemplate {
public:
    /// Throws ArgumentError for braces that do not match and for variables side by side.
    explicit UriTemplate(std::string_view text);

    [[nodiscard]] const std::vector<std::string>& variables() const noexcept { return variables_; }
    /// The values of the variables, decoded; nothing if the URI is none of this template.
    [[nodiscard]] std::optional<std::vector<std::string>> match(std::string_view uri) const;

private:
    std::vector<std::string> fixed_;  // one more than variables
    std::vector<std::string> variables_;
};

}  // namespace athanor::mcp::detail
