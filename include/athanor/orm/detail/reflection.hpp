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

// The texts below end in what they are asked for, so that no compiler has to walk through them from their begin. Their
// type is not spelled as an alias: GCC would explain it at the end.
template <PointerValue P>
consteval auto spelled_pointer() {
    return std::basic_string_view<char>(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}

constexpr bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The last name in a text: "id" of "… {(& phantom<Category>.Category::id)}]".
consteval std::string_view last_name(std::string_view spelled) {
    const char* const text = spelled.data();
    std::size_t end = spelled.size();
    while (end > 0 && !is_name_character(text[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && is_name_character(text[begin - 1]))
        --begin;
    return {text + begin, end - begin};
}

/// Pointers to the members of the phantom of a class.
template <class T>
inline constexpr auto phantom_members = Members<member_count<T>>::template of<T>();
template <class T, std::size_t I>
inline constexpr const auto* phantom_member = pick<I>(phantom_members<T>);

template <class T, std::size_t I>
inline constexpr std::string_view member_name = last_name(spelled_pointer<PointerValue{pick<I>(phantom_members<T>)}>());

template <class T, std::size_t I>
using member_type = std::remove_cvref_t<decltype(*pick<I>(phantom_members<T>))>;

template <auto M>
consteval auto spelled_member_pointer() {
    return std::basic_string_view<char>(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}

/// "id" for &Category::id.
template <auto M>
consteval std::string_view name_of_member_pointer() {
    return last_name(spelled_member_pointer<M>());
}

template <class T>
consteval auto spelled_type() {
    return std::basic_string_view<char>(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}
inline constexpr std::size_t spelled_before_type = spelled_type<void>().size() - sizeof("void]") + 1;

/// A unique spelling of a class; works for one that is only declared.
template <class T>
consteval std::string_view type_key() {
    constexpr auto spelled = spelled_type<T>();
    return {spelled.data() + spelled_before_type, spelled.size() - spelled_before_type - 1};
}

template <class T>
inline constexpr std::string_view type_key_of = type_key<T>();

/// "Category" for budget::Category and for budget::Category<int>.
template <class T>
consteval std::string_view class_name() {
    const std::string_view key = type_key_of<T>;
    const char* const text = key.data();
    std::size_t begin = 0;
    std::size_t end = 0;
    for (; end < key.size() && text[end] != '<'; ++end)
        if (text[end] == ':')
            begin = end + 1;
    return {text + begin, end - begin};
}

}  // namespace athanor::detail

#pragma GCC visibility pop
