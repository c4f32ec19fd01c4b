#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <athanor/core/text_formatter.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// A UUID (RFC 9562): 16 bytes in the order in which they are written. The default is the nil UUID.
class Uuid {
public:
    static constexpr std::size_t max_chars = 36;
    using Array = std::array<std::byte, 16>;

    constexpr Uuid() noexcept = default;
    explicit constexpr Uuid(const Array& bytes) noexcept : bytes_(bytes) {}

    static constexpr Uuid nil() noexcept { return Uuid(); }

    /// A new random UUID (version 4) from the kernel's generator. Safe to call from several threads.
    static Uuid random();

    /// From exactly 36 characters, 8-4-4-4-12 hexadecimal digits of either case. Throws DataError.
    static Uuid parse(std::string_view text);
    static std::optional<Uuid> try_parse(std::string_view text) noexcept;

    constexpr const Array& bytes() const noexcept { return bytes_; }
    constexpr bool is_nil() const noexcept { return *this == nil(); }

    friend constexpr bool operator==(const Uuid&, const Uuid&) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(const Uuid&, const Uuid&) noexcept = default;

    std::string to_string() const;  ///< Lower case.

    /// Writes the text and returns its end. Needs room for max_chars; writes no NUL.
    char* write_to(char* out) const noexcept;

    friend std::ostream& operator<<(std::ostream& out, const Uuid& value) __attribute__((visibility("default")));

private:
    Array bytes_{};
};

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] std::hash<athanor::Uuid> {
    std::size_t operator()(const athanor::Uuid& value) const noexcept;
};

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::Uuid> : athanor::detail::TextFormatter {
    auto format(const athanor::Uuid& value, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
