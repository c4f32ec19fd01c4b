#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <athanor/orm/detail/member_facts.hpp>

#pragma GCC visibility push(default)

// What is wrong with a mapping, decided from the facts of its members.
namespace athanor::detail {

using Facts = std::span<const MemberFacts>;

inline constexpr std::size_t no_member = static_cast<std::size_t>(-1);

enum class MappingMistake : unsigned char {
    none,
    no_primary_key,
    one_name,
    optional_key,
    set_null,
    misplaced,
    key_type,
    key_not_unique,
    no_model,
    back_populates_nothing,
    back_populates_elsewhere,
    no_key,
    several_keys,
    wrong_via,
};

struct Finding {
    MappingMistake what = MappingMistake::none;
    std::size_t member = no_member;
    std::size_t other = no_member;
};

constexpr Finding find_key_mistake(Facts members, std::size_t i, bool single_key) {
    const MemberFacts& m = members[i];
    if (m.key_type != m.type)
        return {MappingMistake::key_type, i};
    if (!m.key_unique && !(m.key_primary && single_key))
        return {MappingMistake::key_not_unique, i};
    return {};
}

constexpr Finding find_shared_name(Facts members) {
    for (std::size_t i = 0; i < members.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (members[i].kind == MemberKind::column && members[j].kind == MemberKind::column &&
                members[i].column == members[j].column)
                return {MappingMistake::one_name, i, j};
    return {};
}

/// Mistakes that show without looking at another model.
constexpr Finding find_own_mistake(Facts members, bool needs_key) {
    bool has_key = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const MemberFacts& m = members[i];
        if (m.primary_key && m.optional)
            return {MappingMistake::optional_key, i};
        if (m.set_null && !m.optional)
            return {MappingMistake::set_null, i};
        if (m.misplaced != Misplaced::nothing)
            return {MappingMistake::misplaced, i};
        has_key = has_key || m.primary_key;
    }
    if (needs_key && !has_key)
        return {MappingMistake::no_primary_key};
    return find_shared_name(members);
}

constexpr std::size_t keys_to(Facts members, std::string_view model) {
    std::size_t keys = 0;
    for (const MemberFacts& m : members)
        keys += m.foreign_key && m.key_model == model ? 1 : 0;
    return keys;
}
constexpr bool only_keys_to_classes(Facts members) {
    for (const MemberFacts& m : members)
        if (m.foreign_key && m.key_model.empty())
            return false;
    return true;
}

constexpr bool has_relationship(Facts members, std::string_view name) {
    for (const MemberFacts& m : members)
        if ((m.kind == MemberKind::one || m.kind == MemberKind::many) && m.name == name)
            return true;
    return false;
}

struct Side {
    Facts members;
    std::string_view model;
};

/// Of One and Many: the same decisions as those made when mappers are resolved.
constexpr Finding find_relationship_mistake(Side own, std::size_t i, Side target, bool all_keys_seen) {
    const MemberFacts& m = own.members[i];
    // A copy and a position, no pointer: with -fsanitize=undefined GCC 12 does not compare one with null at compile
    // time.
    MemberFacts inverse;
    std::size_t inverse_at = no_member;
    if (!m.back_populates.empty()) {
        for (std::size_t j = 0; j < target.members.size(); ++j) {
            const MemberFacts& candidate = target.members[j];
            if (candidate.name == m.back_populates &&
                (candidate.kind == MemberKind::one || candidate.kind == MemberKind::many)) {
                inverse = candidate;
                inverse_at = j;
            }
        }
        if (inverse_at == no_member)
            return {MappingMistake::back_populates_nothing, i};
        // A name that leads nowhere is the other side's own mistake.
        const bool elsewhere =
            inverse.back_populates != m.name && has_relationship(own.members, inverse.back_populates);
        if (inverse.target != own.model || elsewhere)
            return {MappingMistake::back_populates_elsewhere, i, inverse_at};
    }
    if (m.has_via)
        return m.via_model.empty() || m.via_model == target.model ? Finding{} : Finding{MappingMistake::wrong_via, i};
    if (inverse.has_via || !all_keys_seen)
        return {};
    const bool many = m.kind == MemberKind::many;
    const bool same = own.model == target.model;
    const std::size_t out = keys_to(own.members, target.model);
    const std::size_t in = keys_to(target.members, own.model);
    const bool on_target = many || out == 0;
    const std::size_t keys = on_target ? in : out;
    if (keys == 0)
        return {MappingMistake::no_key, i};
    const bool both_ways = !many && !same && out + in > 1 && !(inverse.kind == MemberKind::many && out == 1);
    if (keys > 1 || both_ways)
        return {MappingMistake::several_keys, i};
    return {};
}

}  // namespace athanor::detail

#pragma GCC visibility pop
