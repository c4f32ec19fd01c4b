#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <athanor/core/decimal.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// A whole number from Min to Max, both included, as a parameter or a member: its schema has the limits, and what is
/// outside never reaches the function.
template <class T, T Min, T Max>
struct Range {
    static_assert(Min <= Max);
    T value = Min;

    constexpr operator T() const noexcept { return value; }
};

/// Text of Min to Max characters (code points).
template <std::size_t Min, std::size_t Max>
struct Text {
    static_assert(Min <= Max);
    std::string value = {};

    operator const std::string&() const noexcept { return value; }
    [[nodiscard]] const std::string& str() const noexcept { return value; }
};

/// An exact decimal of at most Precision digits, Scale of them behind the point, as in numeric<Precision, Scale>. It
/// crosses as a string such as "12.30".
template <int Precision, int Scale>
struct Numeric {
    static_assert(Precision > 0 && Precision <= Decimal::max_digits && Scale >= 0 && Scale <= Precision);
    Decimal value = {};

    operator const Decimal&() const noexcept { return value; }
};

/// The name and the meaning of a parameter, for the caller. `header`, if set, is the name behind Mcp-Param- of an HTTP
/// header that repeats the value (2026-07-28's x-mcp-header); for texts, whole numbers and bools only.
struct Arg {
    std::string_view name;
    std::string_view description;
    std::string_view header = {};
};

/// The meaning of a member of a struct, see fields().
template <auto Member>
struct Field {
    std::string_view description;
};
template <auto Member>
constexpr Field<Member> field(std::string_view description) {
    return {description};
}

/// Describes the members of a struct that crosses the protocol, in their order. Any aggregate crosses without it, by
/// the names of its members; with it each has a description, and what is left out stays here:
///
///     struct Spent {
///         std::string category;
///         Decimal total;
///         static constexpr auto schema() {
///             return mcp::fields(mcp::field<&Spent::category>("Name of the category"),
///                                mcp::field<&Spent::total>("Sum, both days included"));
///         }
///     };
template <auto... Members>
constexpr std::tuple<Field<Members>...> fields(Field<Members>... members) {
    return {members...};
}

/// What a tool that only reads declares. A tool whose function takes a ReadSession& needs to say nothing.
struct Reads {
    bool open_world = false;  ///< whether it reads what is outside this server, such as the web
};

/// What a tool that writes declares.
struct Writes {
    bool destructive = true;  ///< it changes or removes what is there, instead of only adding
    bool idempotent = false;  ///< calling it again with the same arguments changes nothing more
    bool open_world = false;  ///< whether it reaches beyond this server
};

inline constexpr Reads reads{};
inline constexpr Writes adds{.destructive = false};
inline constexpr Writes changes{.idempotent = true};
inline constexpr Writes destroys{};

}  // namespace athanor::mcp

#pragma GCC visibility pop
