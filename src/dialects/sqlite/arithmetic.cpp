#include <cstdint>
#include <limits>
#include <new>

#include <athanor/core/decimal.hpp>

#include "dialects/sqlite/functions.hpp"

namespace athanor::sqlite {

namespace {

constexpr int max_shift = 38;
constexpr auto flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

/// Of the codes a function may give, this is the one whose class is DataError.
void fail(sqlite3_context* context, const char* message) {
    sqlite3_result_error(context, message, -1);
    sqlite3_result_error_code(context, SQLITE_TOOBIG);
}

bool scale_up(Int128& value, std::int64_t shift) {
    for (; shift > 0; --shift) {
        if (__builtin_mul_overflow(value, Int128{10}, &value)) {
            return false;
        }
    }
    return true;
}

/// The quotient rounded to the nearest integer, ties away from zero.
Int128 divide_half_up(Int128 a, Int128 b) {
    const Int128 quotient = a / b;
    const Int128 rest = a % b;
    const Int128 size_of_rest = rest < 0 ? -rest : rest;
    const Int128 size_of_b = b < 0 ? -b : b;
    if (size_of_rest < size_of_b - size_of_rest) {
        return quotient;
    }
    return (a < 0) == (b < 0) ? quotient + 1 : quotient - 1;
}

void give_quotient(sqlite3_context* context, Int128 a, Int128 b, std::int64_t shift) {
    if (b == 0) {
        return fail(context, "division by zero");
    }
    if (shift > max_shift || shift < -max_shift || !scale_up(a, shift) || !scale_up(b, -shift)) {
        return fail(context, "a division left the range of exact numbers");
    }
    const Int128 result = divide_half_up(a, b);
    if (result > std::numeric_limits<std::int64_t>::max() || result < std::numeric_limits<std::int64_t>::min()) {
        return fail(context, "a division left the range of exact numbers");
    }
    sqlite3_result_int64(context, static_cast<std::int64_t>(result));
}

void divide(sqlite3_context* context, int count, sqlite3_value** arguments) {
    for (int i = 0; i < count; ++i) {
        const int type = sqlite3_value_type(arguments[i]);
        if (type == SQLITE_NULL) {
            return sqlite3_result_null(context);
        }
        if (type != SQLITE_INTEGER) {
            return fail(context, "exact division needs integers: a number overflowed before");
        }
    }
    give_quotient(context, sqlite3_value_int64(arguments[0]), sqlite3_value_int64(arguments[1]),
                  sqlite3_value_int64(arguments[2]));
}

struct Average {
    Int128 sum;
    std::int64_t count;
    std::int64_t shift;
    bool inexact;
};

/// SQLite aligns the room it gives to 8 bytes only, so it holds a pointer.
struct AverageRoom {
    Average* average;
};

void average_step(sqlite3_context* context, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) {
        return;
    }
    auto* room = static_cast<AverageRoom*>(sqlite3_aggregate_context(context, sizeof(AverageRoom)));
    if (room == nullptr) {
        return sqlite3_result_error_nomem(context);
    }
    if (room->average == nullptr) {
        room->average = new (std::nothrow) Average{};
        if (room->average == nullptr) {
            return sqlite3_result_error_nomem(context);
        }
    }
    auto& average = *room->average;
    average.inexact = average.inexact || sqlite3_value_type(arguments[0]) != SQLITE_INTEGER;
    average.sum += sqlite3_value_int64(arguments[0]);
    average.shift = sqlite3_value_int64(arguments[1]);
    ++average.count;
}

void average_final(sqlite3_context* context) {
    auto* room = static_cast<AverageRoom*>(sqlite3_aggregate_context(context, 0));
    if (room == nullptr || room->average == nullptr) {
        return sqlite3_result_null(context);
    }
    const Average average = *room->average;
    delete room->average;
    room->average = nullptr;
    if (average.inexact) {
        return fail(context, "an exact average needs integers: a number overflowed before");
    }
    give_quotient(context, average.sum, average.count, average.shift);
}

}  // namespace

int register_arithmetic(sqlite3* database) {
    const int code =
        sqlite3_create_function_v2(database, "athanor_divide", 3, flags, nullptr, divide, nullptr, nullptr, nullptr);
    return code != SQLITE_OK ? code
                             : sqlite3_create_function_v2(database, "athanor_avg", 2, flags, nullptr, nullptr,
                                                          average_step, average_final, nullptr);
}

int register_functions(sqlite3* database) {
    const int code = register_ilike(database);
    return code != SQLITE_OK ? code : register_arithmetic(database);
}

}  // namespace athanor::sqlite
