#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <athanor/orm/detail/mapping_reports.hpp>

#pragma GCC visibility push(default)

// The checks of a mapping that the compiler makes where a Schema is used. What it cannot see (keys of several columns,
// tables named by text, models that are not named) is checked when the metadata is made, with the same words.
namespace athanor::detail {

template <class M>
inline constexpr bool is_model = std::is_base_of_v<ModelTag<M>, M>;
template <class D>
inline constexpr bool has_table_args = requires { D::table_args(); };

/// Whether C has one primary key column, so that a foreign key to that column alone finds one row.
template <class C>
consteval bool has_single_key() {
    if constexpr (requires { typename C::base_model; }) {
        return true;
    } else {
        std::size_t keys = 0;
        for (const MemberFacts& m : facts_of<C>())
            keys += m.primary_key ? 1 : 0;
        return keys == 1;
    }
}

/// @param I the member's position among D's flattened members.
template <class D, class F, std::size_t I>
consteval bool check_member() {
    if constexpr (requires { typename F::target; }) {
        using M = typename F::target;
        if constexpr (!is_model<M>) {
            return report_relationship<D, M, Finding{MappingMistake::no_model, I}>();
        } else if constexpr (
            requires { typename D::base_model; } || requires { typename M::base_model; }) {
            return true;
        } else {
            constexpr bool all_keys_seen = !has_table_args<D> && !has_table_args<M> &&
                                           only_keys_to_classes(facts_of<D>()) && only_keys_to_classes(facts_of<M>());
            constexpr Finding found = find_relationship_mistake({facts_of<D>(), type_key_of<D>}, I,
                                                                {facts_of<M>(), type_key_of<M>}, all_keys_seen);
            return report_relationship<D, M, found>();
        }
    } else if constexpr (facts_of<D>()[I].key_by_member) {
        constexpr Finding found = find_key_mistake(facts_of<D>(), I, has_single_key<typename KeyOf<F>::owner>());
        return report_key<D, F, found>();
    } else {
        return true;
    }
}

/// The members that need a look at another model, by their position.
template <class D>
consteval auto positions_to_check() {
    constexpr auto needed = [](const MemberFacts& m) {
        return m.kind == MemberKind::one || m.kind == MemberKind::many || m.key_by_member;
    };
    constexpr std::size_t count = [needed] {
        std::size_t n = 0;
        for (const MemberFacts& m : facts_of<D>())
            n += needed(m) ? 1 : 0;
        return n;
    }();
    std::array<std::size_t, count> found{};
    std::size_t n = 0;
    for (std::size_t i = 0; i < facts_of<D>().size(); ++i)
        if (needed(facts_of<D>()[i]))
            found[n++] = i;
    return found;
}
template <class D>
consteval bool check_flat_members() {
    return []<std::size_t... K>(std::index_sequence<K...>) {
        [[maybe_unused]] constexpr auto at = positions_to_check<D>();
        return (check_member<D, member_type<D, at[K]>, at[K]>() && ...);
    }(std::make_index_sequence<positions_to_check<D>().size()>{});
}

template <class D, class T, std::size_t First>
consteval bool check_members();

template <class T, std::size_t I>
consteval std::size_t position_of() {
    return []<std::size_t... J>(std::index_sequence<J...>) {
        return (flat_count<member_type<T, J>>() + ... + std::size_t{0});
    }(std::make_index_sequence<I>{});
}

template <class D, class F, std::size_t I>
consteval bool check_one() {
    if constexpr (is_embedded<F>)
        return check_members<D, F, I>();
    else
        return check_member<D, F, I>();
}
template <class D, class T, std::size_t First>
consteval bool check_members() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return (check_one<D, member_type<T, I>, First + position_of<T, I>()>() && ...);
    }(std::make_index_sequence<member_count<T>>{});
}
template <class D, auto... M>
consteval bool check_listed(own_columns<M...>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return (check_one<D, std::remove_cvref_t<decltype(std::declval<D&>().*M)>, I>() && ...);
    }(std::make_index_sequence<sizeof...(M)>{});
}

/// The first member of a class that cannot be mapped. Embedded structs are asked themselves.
template <class T, std::size_t... I>
consteval std::size_t first_unmappable(std::index_sequence<I...>) {
    std::size_t found = no_member;
    const auto look = [&found](std::size_t i, const MemberFacts& facts) {
        if (found == no_member && (facts.kind == MemberKind::unmapped || !facts.mappable))
            found = i;
    };
    (look(I, facts_of_member<member_type<T, I>>("")), ...);
    return found;
}
/// A class, a model or an embedded struct: its members are not too many, and every one can be mapped. Also asked where
/// no Schema is.
template <class T>
consteval bool check_class() {
    if constexpr (member_count<T> > max_members) {
        return mistake::model_has_too_many_members<T, mistake::has<member_count<T>>, mistake::at_most<max_members>,
                                                   remedy::group_members_in_an_embedded_struct>::value;
    } else {
        constexpr std::size_t bad = first_unmappable<T>(std::make_index_sequence<member_count<T>>{});
        if constexpr (bad == no_member)
            return true;
        else if constexpr (facts_of_member<member_type<T, bad>>("").kind == MemberKind::unmapped)
            return mistake::member_is_not_mapped<mistake::column<T, member_text<T, bad>>, member_type<T, bad>,
                                                 remedy::wrap_the_type_in_Mapped>::value;
        else
            return mistake::type_cannot_be_a_column<mistake::column<T, member_text<T, bad>>,
                                                    typename member_type<T, bad>::value_type,
                                                    remedy::use_a_type_that_docs_mapping_lists>::value;
    }
}

/// Whether the mapping of a model can work. Used by Schema; a mistake is an error whose first line names it.
template <class D>
consteval bool check_model() {
    if constexpr (requires { typename D::base_model; }) {
        constexpr Finding own = find_own_mistake(facts_of<D>(), false);
        if constexpr (own.what == MappingMistake::none)
            return check_listed<D>(typename D::own{});
        else
            return report_own<D, own>();
    } else if constexpr (check_class<D>()) {
        constexpr Finding own = find_own_mistake(facts_of<D>(), true);
        if constexpr (own.what != MappingMistake::none)
            return report_own<D, own>();
        else if constexpr (MemberList<D>::flat)
            return check_flat_members<D>();
        else
            return check_members<D, D, 0>();
    } else {
        return false;
    }
}

}  // namespace athanor::detail

#pragma GCC visibility pop
