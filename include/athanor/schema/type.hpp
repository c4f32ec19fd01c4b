#pragma once

#include <cstdint>
#include <string>

#pragma GCC visibility push(default)

namespace athanor {

/// The kinds of SQL value that every dialect can store and read back without loss.
enum class TypeKind : std::uint8_t {
    null,         ///< the type of a bare NULL; never a column's type
    boolean,      ///< bool
    integer,      ///< 32 bit, signed
    big_integer,  ///< 64 bit, signed
    real,         ///< IEEE double
    text,         ///< UTF-8 without NUL; `length` in characters, 0 for no limit
    bytes,        ///< octets
    numeric,      ///< exact decimal with `precision` digits, `scale` of them after the point; precision 0: any number
    date,         ///< calendar day
    date_time,    ///< instant, UTC, microseconds
    uuid,         ///< 128 bit identifier
};

/// What a column, an expression or a bound value holds: its kind and the limits that come with it.
/// A plain value; thread-safe to read. `precision` is 0..38, `scale` 0..precision, `length` counts characters.
struct Type {
    TypeKind kind = TypeKind::null;
    std::uint8_t precision = 0;
    std::uint8_t scale = 0;
    bool secret = false;  ///< values of this type are shown as *** in logs and errors
    std::uint32_t length = 0;

    friend constexpr bool operator==(const Type&, const Type&) = default;
};

/// The type as a reader would write it: "integer", "text(50)", "numeric(12, 2)".
[[nodiscard]] std::string to_string(const Type& type);

}  // namespace athanor

#pragma GCC visibility pop
