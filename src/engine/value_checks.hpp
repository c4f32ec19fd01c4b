#pragma once

#include <cstddef>
#include <string_view>

#include <athanor/core/decimal.hpp>
#include <athanor/core/value.hpp>
#include <athanor/schema/type.hpp>

namespace athanor::detail {

// Each of these throws DataError. They quote the value only if `show` allows it and the type is not secret.
[[noreturn]] void throw_kind_mismatch(ValueKind kind, const Type& type);
[[noreturn]] void throw_out_of_range(std::int64_t value, const Type& type, bool show);
[[noreturn]] void throw_does_not_fit(const Decimal& value, const Type& type, bool show);
[[noreturn]] void throw_bad_text(std::string_view value, const Type& type, bool show);
[[noreturn]] void throw_not_exact(std::int64_t value, const Type& type, bool show);
[[noreturn]] void throw_nan();

// These throw InterfaceError: the program bound more or fewer values than the statement has parameters.
[[noreturn]] void throw_too_many_values(std::size_t expected);
[[noreturn]] void throw_too_few_values(std::size_t expected, std::size_t bound);

/// Refuses text that a database cannot hold: NUL, or bytes that are not UTF-8.
void check_text(std::string_view value, const Type& type, bool show);

/// Refuses a number with more digits than numeric(precision, scale) has.
void check_numeric(const Decimal& value, const Type& type, bool show);

}  // namespace athanor::detail
