#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/many.hpp>
#include <athanor/orm/mapped.hpp>
#include <athanor/orm/one.hpp>
#include <athanor/orm/options.hpp>
#include <athanor/orm/table_args.hpp>

#pragma GCC visibility push(default)

// What the mapping checks know of each member at compile time.
namespace athanor::detail {

enum class MemberKind : std::uint8_t { column, one, many, embedded, unmapped };
/// An option that the member's type cannot have.
enum class Misplaced : std::uint8_t { nothing, length, numeric, default_now };

struct MemberFacts {
    std::string_view name;    ///< of the C++ member
    std::string_view column;  ///< in the database
    MemberKind kind = MemberKind::unmapped;
    bool mappable = true;
    bool optional = false;
    bool primary_key = false;
    bool unique = false;
    bool set_null = false;
    Misplaced misplaced = Misplaced::nothing;
    TypeKind type = TypeKind::integer;
    // a column's foreign key
    bool foreign_key = false;
    std::string_view key_model;  ///< type key of the model it refers to; empty for "table.column"
    bool key_by_member = false;  ///< the next two are known
    TypeKind key_type = TypeKind::integer;
    bool key_unique = false;
    bool key_primary = false;
    // a relationship
    std::string_view target;  ///< type key
    std::string_view back_populates;
    bool has_via = false;
    std::string_view via_model;  ///< type key of the model that the named member's foreign key refers to
};

// ---- options to facts; what says nothing here has no check

template <class F>
constexpr MemberFacts facts_of_member(std::string_view name);

template <class Option>
struct OptionFacts {
    static constexpr void to(MemberFacts&) {}
};
template <>
struct OptionFacts<primary_key> {
    static constexpr void to(MemberFacts& facts) { facts.primary_key = true; }
};
template <>
struct OptionFacts<unique> {
    static constexpr void to(MemberFacts& facts) { facts.unique = true; }
};
template <fixed_string Name>
struct OptionFacts<column_name<Name>> {
    static constexpr fixed_string kept = Name;
    static constexpr void to(MemberFacts& facts) { facts.column = kept.view(); }
};
template <fixed_string Action>
struct OptionFacts<on_delete<Action>> {
    static constexpr void to(MemberFacts& facts) { facts.set_null = Action.view() == "SET NULL"; }
};
template <std::uint32_t N>
struct OptionFacts<length<N>> {
    static constexpr void to(MemberFacts& facts) {
        if (facts.type != TypeKind::text)
            facts.misplaced = Misplaced::length;
    }
};
template <unsigned P, unsigned S>
struct OptionFacts<numeric<P, S>> {
    static constexpr void to(MemberFacts& facts) {
        if (facts.type != TypeKind::numeric)
            facts.misplaced = Misplaced::numeric;
    }
};
template <>
struct OptionFacts<default_now> {
    static constexpr void to(MemberFacts& facts) {
        if (facts.type != TypeKind::date_time && facts.type != TypeKind::date)
            facts.misplaced = Misplaced::default_now;
    }
};
template <KeyTarget Target>
struct OptionFacts<foreign_key<Target>> {
    static constexpr auto kept = Target.target;
    template <class C, class F>
    static constexpr void refer(MemberFacts& facts, F C::*) {
        facts.key_model = type_key_of<C>;
        const MemberFacts target = facts_of_member<F>("");
        facts.key_by_member = target.kind == MemberKind::column;
        facts.key_type = target.type;
        facts.key_unique = target.unique;
        facts.key_primary = target.primary_key;
    }
    static constexpr void to(MemberFacts& facts) {
        facts.foreign_key = true;
        if constexpr (!requires { kept.view(); })
            refer(facts, kept);
    }
};
template <class M>
struct OptionFacts<references<M>> {
    static constexpr void to(MemberFacts& facts) {
        facts.foreign_key = true;
        facts.key_model = type_key_of<M>;
    }
};
template <fixed_string Member>
struct OptionFacts<back_populates<Member>> {
    static constexpr fixed_string kept = Member;
    static constexpr void to(MemberFacts& facts) { facts.back_populates = kept.view(); }
};
template <auto Member>
struct OptionFacts<via<Member>> {
    template <class C, class F>
    static constexpr std::string_view refers_to(F C::*) {
        return facts_of_member<F>("").key_model;
    }
    static constexpr void to(MemberFacts& facts) {
        facts.has_via = true;
        facts.via_model = refers_to(Member);
    }
};

// ---- members to facts

template <class F>
struct FactsOf {
    static constexpr void to(MemberFacts& facts) {
        facts.kind = std::is_aggregate_v<F> ? MemberKind::embedded : MemberKind::unmapped;
    }
};
template <class Owner, class T, class... Options>
struct FactsOf<MappedIn<Owner, T, Options...>> {
    static constexpr void to(MemberFacts& facts) {
        facts.kind = MemberKind::column;
        facts.column = facts.name;
        facts.optional = is_optional<T>;
        facts.mappable = Mappable<T>;
        if constexpr (Mappable<T>)
            facts.type = TypeTraits<bare_t<T>>::kind;
        (OptionFacts<Options>::to(facts), ...);
    }
};
template <class Owner, class M, class... Options>
struct FactsOf<OneIn<Owner, M, Options...>> {
    static constexpr void to(MemberFacts& facts) {
        facts.kind = MemberKind::one;
        facts.target = type_key_of<M>;
        (OptionFacts<Options>::to(facts), ...);
    }
};
template <class Owner, class M, class... Options>
struct FactsOf<ManyIn<Owner, M, Options...>> {
    static constexpr void to(MemberFacts& facts) {
        facts.kind = MemberKind::many;
        facts.target = type_key_of<M>;
        (OptionFacts<Options>::to(facts), ...);
    }
};

template <class F>
constexpr MemberFacts facts_of_member(std::string_view name) {
    MemberFacts facts;
    facts.name = name;
    FactsOf<F>::to(facts);
    return facts;
}

/// A struct of members of its own, which counts as its members.
template <class F>
inline constexpr bool is_embedded = std::is_aggregate_v<F>;
template <class Owner, class T, class... Options>
inline constexpr bool is_embedded<MappedIn<Owner, T, Options...>> = false;
template <class Owner, class M, class... Options>
inline constexpr bool is_embedded<OneIn<Owner, M, Options...>> = false;
template <class Owner, class M, class... Options>
inline constexpr bool is_embedded<ManyIn<Owner, M, Options...>> = false;

/// The members of a class as the checks see them. Most classes embed nothing: they take the short way.
template <class T, class Indexes = std::make_index_sequence<member_count<T>>>
struct MemberList;

template <class T, std::size_t... I>
    requires(!is_embedded<member_type<T, I>> && ...)
struct MemberList<T, std::index_sequence<I...>> {
    static constexpr bool flat = true;
    static constexpr std::array<MemberFacts, sizeof...(I)> facts{
        facts_of_member<member_type<T, I>>(member_name<T, I>)...};
};

template <class F>
consteval std::size_t flat_count() {
    if constexpr (is_embedded<F>)
        return MemberList<F>::facts.size();
    else
        return 1;
}

template <class T, std::size_t... I>
    requires(is_embedded<member_type<T, I>> || ...)
struct MemberList<T, std::index_sequence<I...>> {
    static constexpr bool flat = false;
    template <std::size_t J, class Array>
    static constexpr void append(Array& all, std::size_t& n) {
        using F = member_type<T, J>;
        if constexpr (is_embedded<F>)
            for (const auto& each : MemberList<F>::facts)
                all[n++] = each;
        else
            all[n++] = facts_of_member<F>(member_name<T, J>);
    }
    static consteval auto make() {
        std::array<MemberFacts, (flat_count<member_type<T, I>>() + ... + 0)> all{};
        std::size_t n = 0;
        (append<I>(all, n), ...);
        return all;
    }
    static constexpr auto facts = make();
};

template <class Own>
struct OwnMembers;
template <auto... M>
struct OwnMembers<own_columns<M...>> {
    template <auto Pointer, class C, class F>
    static consteval MemberFacts one(F C::*) {
        return facts_of_member<F>(name_of_member_pointer<Pointer>());
    }
    static constexpr std::array<MemberFacts, sizeof...(M)> facts{one<M>(M)...};
};

template <class D>
consteval const auto& facts_of() {
    if constexpr (requires { typename D::base_model; })
        return OwnMembers<typename D::own>::facts;
    else
        return MemberList<D>::facts;
}

}  // namespace athanor::detail

#pragma GCC visibility pop
