#include "engine/value_checks.hpp"

#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/redaction.hpp>
#include <athanor/core/text.hpp>

namespace athanor::detail {

namespace {

template <class T>
std::string shown(const T& value, const Type& type, bool show) {
    return show && !type.secret ? fmt::format("{}", value) : std::string(redacted);
}

}  // namespace

void throw_kind_mismatch(ValueKind kind, const Type& type) {
    throw DataError(
        fmt::format("a value of kind {} was bound to a parameter of type {}", to_string(kind), to_string(type)),
        "convert the value in the program; nothing is converted silently where it could lose something");
}

void throw_out_of_range(std::int64_t value, const Type& type, bool show) {
    throw DataError(fmt::format("{} is outside the range of {} (-2147483648 to 2147483647)", shown(value, type, show),
                                to_string(type)),
                    "use a 64 bit column for larger numbers");
}

void throw_does_not_fit(const Decimal& value, const Type& type, bool show) {
    throw DataError(fmt::format("{} does not fit {}: at most {} digits, {} of them after the point",
                                shown(value, type, show), to_string(type), type.precision == 0 ? 18 : type.precision,
                                type.scale),
                    "round it first with rounded(scale), or widen the column");
}

void throw_bad_text(std::string_view value, const Type& type, bool show) {
    const auto nul = value.find('\0');
    const auto text = show && !type.secret ? Value(value).to_string() : std::string(redacted);
    if (nul != std::string_view::npos) {
        throw DataError(fmt::format("text {} holds a NUL character (byte {})", text, nul + 1),
                        "databases cannot store NUL in text; use a bytes column for binary data");
    }
    throw DataError(fmt::format("text {} is not valid UTF-8", text),
                    "convert it to UTF-8, or use a bytes column for binary data");
}

void throw_not_exact(std::int64_t value, const Type& type, bool show) {
    throw DataError(fmt::format("{} cannot be held exactly by {}", shown(value, type, show), to_string(type)),
                    "convert it in the program if the loss is wanted");
}

void throw_nan() {
    throw DataError("a real value is NaN, which SQLite would store as NULL", "store NULL explicitly if that is meant");
}

void throw_too_many_values(std::size_t expected) {
    throw InterfaceError(fmt::format("more values were bound than the statement has parameters ({})", expected));
}

void throw_too_few_values(std::size_t expected, std::size_t bound) {
    throw InterfaceError(fmt::format("{} values were bound, the statement has {} parameters", bound, expected));
}

void check_text(std::string_view value, const Type& type, bool show) {
    if (contains_nul(value) || !is_valid_utf8(value)) {
        throw_bad_text(value, type, show);
    }
}

void check_numeric(const Decimal& value, const Type& type, bool show) {
    if (type.precision != 0 && !value.fits(type.precision, type.scale)) {
        throw_does_not_fit(value, type, show);
    }
}

}  // namespace athanor::detail
