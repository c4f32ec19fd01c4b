#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <athanor/mcp/codec.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp::detail {

template <auto Value>
constexpr std::string_view spelled_enumerator() {
    return __PRETTY_FUNCTION__;
}

/// "weekly" for Every::weekly; empty if no enumerator has that value ("(Every)7").
template <auto Value>
constexpr std::string_view enumerator_name() {
    constexpr std::string_view spelled = spelled_enumerator<Value>();
    constexpr std::size_t begin = spelled.find("Value = ") + 8;
    constexpr std::size_t end = spelled.find_first_of(";]", begin);
    constexpr std::string_view name = spelled.substr(begin, end - begin);
    if constexpr (name.find('(') != std::string_view::npos) {
        return {};
    } else {
        return name.substr(name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1);
    }
}

template <class E, std::size_t... I>
constexpr auto names_of_enum(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{enumerator_name<static_cast<E>(I)>()...};
}

/// The names of the enumerators from 0 to 31, by value; what an enum has beyond does not cross.
template <class E>
inline constexpr auto enumerator_names = names_of_enum<E>(std::make_index_sequence<32>{});

void enum_schema(Json& out, std::span<const std::string_view> names);
std::size_t decode_enum(const Json& value, const Path& path, std::span<const std::string_view> names);
void encode_enum(Json& out, std::size_t value, std::span<const std::string_view> names);

template <class E>
    requires std::is_enum_v<E>
struct Codec<E> {
    static void schema(Json& out) { enum_schema(out, enumerator_names<E>); }
    static E decode(const Json& value, const Path& path) {
        return static_cast<E>(decode_enum(value, path, enumerator_names<E>));
    }
    static void encode(Json& out, E value) { encode_enum(out, static_cast<std::size_t>(value), enumerator_names<E>); }
};

}  // namespace athanor::mcp::detail

#pragma GCC visibility pop
