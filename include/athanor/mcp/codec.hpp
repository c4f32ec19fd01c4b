#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <athanor/core/date.hpp>
#include <athanor/core/date_time.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/uuid.hpp>
#include <athanor/core/year_month.hpp>
#include <athanor/mcp/json.hpp>
#include <athanor/mcp/types.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp::detail {

/// Where a value stands, for messages: "filter.tags[2]".
struct Path {
    const Path* parent = nullptr;
    std::string_view name = {};
    std::size_t index = 0;  ///< if the name is empty

    [[nodiscard]] std::string text() const;
};

/// A value that does not fit its type.
struct BadValue {
    std::string message;
};
/// Throws BadValue: "<path>: <problem>; <remedy>".
[[noreturn]] void refuse(const Path& path, std::string_view problem, std::string_view remedy);

/// How a type crosses the protocol: its JSON schema, and both ways. Specialised for all types that can.
template <class T>
struct Codec;

#define ATHANOR_MCP_CODEC(...)                                                                                         \
    template <>                                                                                                        \
    struct Codec<__VA_ARGS__> {                                                                                        \
        static void schema(Json& out);                                                                                 \
        static __VA_ARGS__ decode(const Json& value, const Path& path);                                                \
        static void encode(Json& out, const __VA_ARGS__& value);                                                       \
    }
ATHANOR_MCP_CODEC(bool);
ATHANOR_MCP_CODEC(double);
ATHANOR_MCP_CODEC(std::string);
ATHANOR_MCP_CODEC(Decimal);
ATHANOR_MCP_CODEC(Date);
ATHANOR_MCP_CODEC(DateTime);
ATHANOR_MCP_CODEC(YearMonth);
ATHANOR_MCP_CODEC(Uuid);
ATHANOR_MCP_CODEC(Json);
#undef ATHANOR_MCP_CODEC

// ---- numbers and texts with limits

/// Clients read numbers as doubles, so that whole numbers cross only as far as those are exact: 2^53 - 1.
inline constexpr std::int64_t exact_limit = (std::int64_t{1} << 53) - 1;

void integer_schema(Json& out, std::int64_t min, std::int64_t max);
std::int64_t decode_integer(const Json& value, const Path& path, std::int64_t min, std::int64_t max);
void encode_integer(Json& out, std::int64_t value);

template <std::integral T>
constexpr std::int64_t lowest() {
    return std::cmp_less(std::numeric_limits<T>::min(), -exact_limit)
               ? -exact_limit
               : static_cast<std::int64_t>(std::numeric_limits<T>::min());
}
template <std::integral T>
constexpr std::int64_t highest() {
    return std::cmp_greater(std::numeric_limits<T>::max(), exact_limit)
               ? exact_limit
               : static_cast<std::int64_t>(std::numeric_limits<T>::max());
}

template <std::integral T>
    requires(!std::same_as<T, char>)
struct Codec<T> {
    static void schema(Json& out) { integer_schema(out, lowest<T>(), highest<T>()); }
    static T decode(const Json& value, const Path& path) {
        return static_cast<T>(decode_integer(value, path, lowest<T>(), highest<T>()));
    }
    static void encode(Json& out, T value) {
        // Beyond int64: refused by encode_integer like everything beyond 2^53.
        encode_integer(out, std::cmp_greater(value, exact_limit) ? exact_limit + 1 : static_cast<std::int64_t>(value));
    }
};

template <class T, T Min, T Max>
struct Codec<Range<T, Min, Max>> {
    static_assert(std::cmp_greater_equal(Min, -exact_limit) && std::cmp_less_equal(Max, exact_limit));
    static void schema(Json& out) { integer_schema(out, Min, Max); }
    static Range<T, Min, Max> decode(const Json& value, const Path& path) {
        return {static_cast<T>(decode_integer(value, path, Min, Max))};
    }
    static void encode(Json& out, Range<T, Min, Max> value) { encode_integer(out, value.value); }
};

void text_schema(Json& out, std::size_t min, std::size_t max);
std::string decode_text(const Json& value, const Path& path, std::size_t min, std::size_t max);

template <std::size_t Min, std::size_t Max>
struct Codec<Text<Min, Max>> {
    static void schema(Json& out) { text_schema(out, Min, Max); }
    static Text<Min, Max> decode(const Json& value, const Path& path) { return {decode_text(value, path, Min, Max)}; }
    static void encode(Json& out, const Text<Min, Max>& value) { Codec<std::string>::encode(out, value.value); }
};

void decimal_schema(Json& out, int precision, int scale);
Decimal decode_decimal(const Json& value, const Path& path, int precision, int scale);

template <int Precision, int Scale>
struct Codec<Numeric<Precision, Scale>> {
    static void schema(Json& out) { decimal_schema(out, Precision, Scale); }
    static Numeric<Precision, Scale> decode(const Json& value, const Path& path) {
        return {decode_decimal(value, path, Precision, Scale)};
    }
    static void encode(Json& out, const Numeric<Precision, Scale>& value) {
        Codec<Decimal>::encode(out, value.value.rescaled(Scale));
    }
};

// ---- what holds others

void nullable_schema(Json& schema);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// As a parameter or a member: may be left out, and is left out when empty. Null is taken as left out.
template <class T>
struct Codec<std::optional<T>> {
    static void schema(Json& out) { Codec<T>::schema(out); }
    static std::optional<T> decode(const Json& value, const Path& path) {
        return is_null(value) ? std::nullopt : std::optional<T>(Codec<T>::decode(value, path));
    }
    static void encode(Json& out, const std::optional<T>& value) {
        if (value) {
            Codec<T>::encode(out, *value);
        }
    }
};

void array_schema(Json& out);
void require_array(const Json& value, const Path& path);

template <class T>
struct Codec<std::vector<T>> {
    static void schema(Json& out) {
        array_schema(out);
        Json& items = add_member(out, "items");
        Codec<T>::schema(items);
        if constexpr (is_optional<T>) {
            nullable_schema(items);
        }
    }
    static std::vector<T> decode(const Json& value, const Path& path) {
        require_array(value, path);
        std::vector<T> result;
        result.reserve(element_count(value));
        for (std::size_t i = 0; i < element_count(value); ++i) {
            result.push_back(Codec<T>::decode(element_at(value, i), Path{&path, {}, i}));
        }
        return result;
    }
    static void encode(Json& out, const std::vector<T>& values) {
        make_array(out);
        for (const auto& value : values) {
            Codec<T>::encode(add_element(out), value);
        }
    }
};

}  // namespace athanor::mcp::detail

#pragma GCC visibility pop
