#pragma once

#include <span>
#include <string>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor::sql {

/// How a dialect writes names: as they are when they are lower-case letters, digits and underscores and no reserved
/// word, otherwise in double quotes with every quote in them doubled. Stateless; the list must outlive it.
class Identifiers {
public:
    /// `reserved`: the dialect's reserved words, in lower case and in rising order.
    explicit constexpr Identifiers(std::span<const std::string_view> reserved) noexcept : reserved_(reserved) {}

    [[nodiscard]] bool needs_quotes(std::string_view name) const;
    [[nodiscard]] std::string quote(std::string_view name) const;
    void write(std::string& out, std::string_view name) const;

private:
    std::span<const std::string_view> reserved_;
};

}  // namespace athanor::sql

#pragma GCC visibility pop
