#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/mistakes.hpp>

#pragma GCC visibility push(default)

// How operands are spelled in compiler messages. Instantiated only where there is a mistake to report.
namespace athanor {

template <class... Models>
struct owners;
enum class Nullness : unsigned char;
template <class T, class Owners, Nullness N>
class Expr;
template <class Owner, class T, class... Options>
class MappedIn;

namespace detail {

/// A name as a template argument. Made from an array, since Clang prints other texts as numbers.
template <std::size_t N>
consteval auto text_of(std::string_view name) {
    char text[N + 1]{};
    for (std::size_t i = 0; i < N; ++i)
        text[i] = name[i];
    return fixed_string<N + 1>(text);
}
template <class T, std::size_t I>
inline constexpr auto member_text = text_of<member_name<T, I>.size()>(member_name<T, I>);

template <class Owner, class Same, std::size_t... I>
consteval auto positions_where(std::index_sequence<I...>) {
    std::array<std::size_t, ((Same::template of<member_type<Owner, I>> ? 1U : 0U) + ... + 0U)> found{};
    std::size_t n = 0;
    ((Same::template of<member_type<Owner, I>> ? void(found[n++] = I) : void()), ...);
    return found;
}
template <class Owner, auto Found, class Indexes = std::make_index_sequence<Found.size()>>
struct SpelledMembers;
template <class Owner, auto Found, std::size_t... K>
struct SpelledMembers<Owner, Found, std::index_sequence<K...>> {
    using type = mistake::column<Owner, member_text<Owner, Found[K]>...>;
};

template <class Owner>
concept NamesItsMembers = std::is_aggregate_v<Owner> && std::is_base_of_v<ModelTag<Owner>, Owner> &&
                          !requires { typename Owner::base_model; } && member_count<Owner> <= max_members;

/// The members of Owner that Same picks by their type; none where the model's members cannot be counted.
template <class Owner, class Same>
struct MembersOf {
    using type = mistake::column<Owner>;
};
template <NamesItsMembers Owner, class Same>
struct MembersOf<Owner, Same> {
    static constexpr auto found = positions_where<Owner, Same>(std::make_index_sequence<member_count<Owner>>{});
    using type = typename SpelledMembers<Owner, found>::type;
};
template <class F>
struct OfType {
    template <class Member>
    static constexpr bool of = std::is_same_v<Member, F>;
};
template <class T, class Member>
inline constexpr bool holds_a = false;
template <class T, class Owner, class... Options>
inline constexpr bool holds_a<T, MappedIn<Owner, T, Options...>> = true;
template <class T>
struct OfValueType {
    template <class Member>
    static constexpr bool of = holds_a<T, Member>;
};

template <class X>
struct Spelled {
    using type = std::decay_t<X>;
};
template <class Owner, class T, class... Options>
struct Spelled<MappedIn<Owner, T, Options...>> : MembersOf<Owner, OfType<MappedIn<Owner, T, Options...>>> {};
template <class T, class... Models, Nullness N>
struct Spelled<Expr<T, owners<Models...>, N>> {
    using type = mistake::expression<T, Models...>;
};
template <class X>
using spelled_t = typename Spelled<std::remove_cvref_t<X>>::type;

/// The column that a selected item most likely is, from its model and its value's type.
template <class T, class Os>
struct SpelledItem {
    using type = mistake::expression<T>;
};
template <class T, class Owner, class... More>
struct SpelledItem<T, owners<Owner, More...>> : MembersOf<Owner, OfValueType<T>> {};

}  // namespace detail
}  // namespace athanor

#pragma GCC visibility pop
