#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <athanor/orm/detail/members.hpp>

#pragma GCC visibility push(default)

// The members of a model and their names, without macros: their number by probing aggregate initialisation, their
// addresses by a structured binding, their names from the compiler's spelling of a pointer to a sub-object.
namespace athanor::detail {

struct AnyMember {
    template <class T>
    operator T() const;
};

template <class D>
struct ModelTag {};

/// A model has the empty base Model<D>; an embedded struct has none.
template <class T>
inline constexpr std::size_t bases_of = std::is_base_of_v<ModelTag<T>, T> ? 1 : 0;

template <class T, std::size_t... I>
consteval bool takes_members(std::index_sequence<I...>) {
    if constexpr (bases_of<T> == 1)
        return requires { T{{}, ((void)I, AnyMember{})...}; };
    else
        return requires { T{((void)I, AnyMember{})...}; };
}

template <class T, std::size_t Low, std::size_t High>
consteval std::size_t search_members() {
    if constexpr (High - Low <= 1) {
        return Low;
    } else {
        constexpr std::size_t middle = (Low + High) / 2;
        if constexpr (takes_members<T>(std::make_index_sequence<middle>{}))
            return search_members<T, middle, High>();
        else
            return search_members<T, Low, middle>();
    }
}

template <class T, std::size_t High = 8>
consteval std::size_t count_members() {
    if constexpr (takes_members<T>(std::make_index_sequence<High>{}))
        return count_members<T, High * 2>();
    else
        return search_members<T, (High == 8 ? 0 : High / 2), High>();
}

template <class T>
inline constexpr std::size_t member_count = count_members<T>();

// Clang 16 refuses a bare pointer to a sub-object as a template argument; inside a class it takes it.
template <class P>
struct PointerValue {
    P pointer;
};
template <class P>
PointerValue(P) -> PointerValue<P>;

template <PointerValue P>
constexpr std::string_view spelled_pointer() {
    return __PRETTY_FUNCTION__;
}

constexpr bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::string_view last_name(std::string_view spelled, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && is_name_character(spelled[begin - 1]))
        --begin;
    return spelled.substr(begin, end - begin);
}

/// Pointers to the members of the phantom of a class.
template <class T>
inline constexpr auto phantom_members = Members<member_count<T>>::template of<T>();
template <class T, std::size_t I>
inline constexpr const auto* phantom_member = pick<I>(phantom_members<T>);

template <class T, std::size_t I>
constexpr std::string_view name_of_member() {
    constexpr std::string_view spelled = spelled_pointer<PointerValue{pick<I>(phantom_members<T>)}>();
#ifdef __clang__
    return last_name(spelled, spelled.rfind('}'));
#else
    return last_name(spelled, spelled.find(")}"));
#endif
}

template <class T, std::size_t I>
inline constexpr std::string_view member_name = name_of_member<T, I>();

template <class T, std::size_t I>
using member_type = std::remove_cvref_t<decltype(*pick<I>(phantom_members<T>))>;

template <auto M>
constexpr std::string_view spelled_member_pointer() {
    return __PRETTY_FUNCTION__;
}

/// "id" for &Category::id.
template <auto M>
constexpr std::string_view name_of_member_pointer() {
    constexpr std::string_view spelled = spelled_member_pointer<M>();
    constexpr std::size_t begin = spelled.find("M = ") + 4;
    return last_name(spelled, spelled.find_first_of(";]", begin));
}

template <class T>
constexpr std::string_view spelled_type() {
    return __PRETTY_FUNCTION__;
}

/// A unique spelling of a class; works for one that is only declared.
template <class T>
constexpr std::string_view type_key() {
    constexpr std::string_view spelled = spelled_type<T>();
    constexpr std::size_t begin = spelled.find("T = ") + 4;
    // GCC goes on behind the type: "[with T = Category; std::string_view = std::basic_string_view<char>]".
    constexpr std::size_t more = spelled.find("; std::string_view = ", begin);
    constexpr std::size_t end = more == std::string_view::npos ? spelled.rfind(']') : more;
    return spelled.substr(begin, end - begin);
}

template <class T>
inline constexpr std::string_view type_key_of = type_key<T>();

/// "Category" for budget::Category.
template <class T>
constexpr std::string_view class_name() {
    constexpr std::string_view key = type_key_of<T>;
    constexpr std::size_t arguments = key.find('<');
    constexpr std::string_view bare = key.substr(0, arguments);
    return bare.substr(bare.rfind(':') == std::string_view::npos ? 0 : bare.rfind(':') + 1);
}

}  // namespace athanor::detail

#pragma GCC visibility pop
