#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <athanor/orm/detail/mapping_findings.hpp>
#include <athanor/orm/detail/spelling.hpp>

#pragma GCC visibility push(default)

// From a finding to the compiler's message. Nothing here is instantiated for a mapping without mistakes, but KeyOf.
namespace athanor::detail {

/// Optimal string alignment distance, which counts a swap of neighbours as one step; names up to 63 characters.
constexpr std::size_t distance_between(std::string_view a, std::string_view b) {
    if (a.size() > 63 || b.size() > 63)
        return 64;
    std::array<std::array<std::size_t, 64>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& last = rows[(i - 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t best = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && rows[(i - 2) % 3][j - 2] + 1 < best)
                best = rows[(i - 2) % 3][j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a.size() % 3][b.size()];
}

constexpr std::size_t nearest_relationship(Facts members, std::string_view name) {
    std::size_t best = no_member;
    std::size_t distance = name.size() / 2 + 2;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].kind != MemberKind::one && members[i].kind != MemberKind::many)
            continue;
        if (const std::size_t d = distance_between(name, members[i].name); d < distance) {
            distance = d;
            best = i;
        }
    }
    return best;
}

/// A column's foreign key by member, as types: the model it leads to, and how that model's column is spelled.
template <class Option>
struct KeyOption {
    using owner = void;
};
template <KeyTarget Target>
    requires(!requires { Target.target.view(); })
struct KeyOption<foreign_key<Target>> {
    template <class C, class F>
    static std::type_identity<C> owner_of(F C::*);
    template <class C, class F>
    static F field_of(F C::*);
    using owner = typename decltype(owner_of(Target.target))::type;
    using field = decltype(field_of(Target.target));
};
template <class... Options>
struct FirstKey {};
template <class Option, class... Options>
struct FirstKey<Option, Options...>
    : std::conditional_t<std::is_void_v<typename KeyOption<Option>::owner>, FirstKey<Options...>, KeyOption<Option>> {};
template <class F>
struct KeyOf;
template <class Owner, class T, class... Options>
struct KeyOf<MappedIn<Owner, T, Options...>> : FirstKey<Options...> {};

template <class D, std::size_t I>
inline constexpr auto fact_text = text_of<facts_of<D>()[I].name.size()>(facts_of<D>()[I].name);
template <class D, std::size_t I>
using spelled_member = mistake::column<D, fact_text<D, I>>;

template <class D, class F, Finding Found>
consteval bool report_key() {
    if constexpr (Found.what == MappingMistake::key_type)
        return mistake::foreign_key_has_another_type_than_its_target<
            spelled_member<D, Found.member>, spelled_t<typename KeyOf<F>::field>, typename F::value_type,
            typename KeyOf<F>::field::value_type, remedy::give_both_the_same_type>::value;
    else if constexpr (Found.what == MappingMistake::key_not_unique)
        return mistake::foreign_key_target_is_not_unique<spelled_member<D, Found.member>,
                                                         spelled_t<typename KeyOf<F>::field>,
                                                         remedy::make_the_target_primary_key_or_unique>::value;
    else
        return true;
}

template <class D, class M, Finding Found>
consteval bool report_relationship() {
    if constexpr (Found.what == MappingMistake::none) {
        return true;
    } else if constexpr (Found.what == MappingMistake::no_model) {
        return mistake::relationship_to_something_that_is_no_model<spelled_member<D, Found.member>, M,
                                                                   remedy::derive_the_target_from_Model>::value;
    } else if constexpr (Found.what == MappingMistake::back_populates_nothing) {
        constexpr std::string_view wanted = facts_of<D>()[Found.member].back_populates;
        constexpr std::size_t near = nearest_relationship(facts_of<M>(), wanted);
        constexpr auto text = text_of<wanted.size()>(wanted);
        if constexpr (near == no_member)
            return mistake::back_populates_names_nothing<spelled_member<D, Found.member>, mistake::column<M, text>,
                                                         remedy::add_a_One_or_Many_of_that_name>::value;
        else
            return mistake::back_populates_names_nothing<spelled_member<D, Found.member>, mistake::column<M, text>,
                                                         remedy::did_you_mean<fact_text<M, near>>>::value;
    } else if constexpr (Found.what == MappingMistake::back_populates_elsewhere) {
        return mistake::back_populates_does_not_lead_back<spelled_member<D, Found.member>,
                                                          spelled_member<M, Found.other>,
                                                          remedy::make_both_sides_name_each_other>::value;
    } else if constexpr (Found.what == MappingMistake::no_key) {
        return mistake::no_foreign_key_joins_the_tables<spelled_member<D, Found.member>, M,
                                                        remedy::add_a_foreign_key>::value;
    } else if constexpr (Found.what == MappingMistake::several_keys) {
        return mistake::several_foreign_keys_join_the_tables<spelled_member<D, Found.member>, M,
                                                             remedy::say_which_one_with_via>::value;
    } else {
        return mistake::via_is_no_foreign_key_to_the_target<spelled_member<D, Found.member>, M,
                                                            remedy::name_a_foreign_key_of_this_model>::value;
    }
}

template <class Member, Misplaced Option>
consteval bool report_misplaced() {
    if constexpr (Option == Misplaced::length)
        return mistake::length_is_for_text<Member, remedy::put_the_option_on_another_member>::value;
    else if constexpr (Option == Misplaced::numeric)
        return mistake::numeric_is_for_Decimal<Member, remedy::put_the_option_on_another_member>::value;
    else
        return mistake::default_now_is_for_Date_and_DateTime<Member, remedy::put_the_option_on_another_member>::value;
}

template <class D, Finding Found>
consteval bool report_own() {
    if constexpr (Found.what == MappingMistake::no_primary_key)
        return mistake::model_has_no_primary_key<D, remedy::add_a_member_with_primary_key>::value;
    else if constexpr (Found.what == MappingMistake::optional_key)
        return mistake::primary_key_cannot_be_optional<spelled_member<D, Found.member>,
                                                       remedy::take_std_optional_away>::value;
    else if constexpr (Found.what == MappingMistake::set_null)
        return mistake::set_null_on_a_not_null_column<spelled_member<D, Found.member>,
                                                      remedy::make_the_member_std_optional>::value;
    else if constexpr (Found.what == MappingMistake::misplaced)
        return report_misplaced<spelled_member<D, Found.member>, facts_of<D>()[Found.member].misplaced>();
    else if constexpr (Found.what == MappingMistake::one_name)
        return mistake::two_members_have_one_column_name<spelled_member<D, Found.other>,
                                                         spelled_member<D, Found.member>,
                                                         remedy::give_one_of_them_a_column_name>::value;
    else
        return true;
}

}  // namespace athanor::detail

#pragma GCC visibility pop
