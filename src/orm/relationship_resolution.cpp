#include <algorithm>
#include <mutex>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/mapper_resolved.hpp"

namespace athanor::detail {

namespace {

[[noreturn]] void fail(const Relationship& relationship, const std::string& what, std::string hint) {
    throw ArgumentError(fmt::format("{}.{}: {}", relationship.owner->class_name(), relationship.descriptor->name, what),
                        std::move(hint));
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates, std::string otherwise) {
    const auto near = nearest(name, candidates);
    return near ? fmt::format("did you mean '{}'?", *near) : std::move(otherwise);
}

const Mapper& target_of(const Relationship& relationship) {
    const auto key = relationship.descriptor->target_type;
    if (const auto* target = Mapper::find(key)) {
        return *target;
    }
    const auto names = registered_class_names();
    fail(relationship, fmt::format("the model {} is not mapped yet", key),
         did_you_mean(key, names,
                      "name that model in the Schema<...> as well, and call its create_all or metadata() first"));
}

std::vector<std::size_t> positions(const Table& table, const std::vector<std::string>& names) {
    std::vector<std::size_t> result;
    result.reserve(names.size());
    for (const auto& name : names) {
        result.push_back(table.find(name).value());  // Table::complete and complete_keys have checked the names
    }
    return result;
}

/// The foreign keys of one table that refer to another.
std::vector<const ForeignKey*> keys_between(const Mapper& from, const Mapper& to) {
    from.complete_keys();
    to.complete_keys();
    std::vector<const ForeignKey*> keys;
    for (const auto& key : from.table().foreign_keys()) {
        if (key.target_table == to.table().name()) {
            keys.push_back(&key);
        }
    }
    return keys;
}

void use_key(Relationship& relationship, const ForeignKey& key, bool on_target) {
    const auto& holder = on_target ? *relationship.target : *relationship.owner;
    const auto& referred = on_target ? *relationship.owner : *relationship.target;
    relationship.key_columns = positions(holder.table(), key.columns);
    relationship.referred_columns = positions(referred.table(), key.target_columns);
    relationship.key_on_target = on_target;
}

const RelationshipDescriptor* inverse_descriptor(const Relationship& relationship) {
    const auto name = relationship.descriptor->back_populates;
    if (name.empty()) {
        return nullptr;
    }
    std::vector<std::string_view> names;
    for (const auto& candidate : relationship.target->descriptor().relationships) {
        if (candidate.name == name) {
            return &candidate;
        }
        names.push_back(candidate.name);
    }
    fail(relationship,
         fmt::format("back_populates<\"{}\"> names nothing in {}", name, relationship.target->class_name()),
         did_you_mean(name, names,
                      fmt::format("give {} a One or Many of that name", relationship.target->class_name())));
}

/// The key that a `via` of this member names.
const ForeignKey& key_via(const Relationship& relationship, const RelationshipDescriptor& descriptor,
                          const Mapper& owner, const Mapper& target) {
    const auto position = owner.column_at(descriptor.via_offset);
    if (position) {
        const auto& name = owner.columns()[*position].name;
        for (const auto* key : keys_between(owner, target)) {
            if (std::ranges::find(key->columns, name) != key->columns.end()) {
                return *key;
            }
        }
    }
    fail(relationship, fmt::format("via names no foreign key from {} to {}", owner.class_name(), target.class_name()),
         fmt::format("name a member of {} that has a foreign_key to {}", owner.class_name(), target.class_name()));
}

[[noreturn]] void fail_ambiguous(const Relationship& relationship, const Mapper& holder, std::size_t count) {
    fail(relationship,
         fmt::format("{} foreign keys join the tables {} and {}", count, relationship.owner->table().name(),
                     relationship.target->table().name()),
         fmt::format("say which one with via<&{}::member> on the One that carries it{}", holder.class_name(),
                     relationship.descriptor->many ? ", and name that One with back_populates" : ""));
}

/// Decides which foreign key carries the relationship and on which side it stands.
void find_key(Relationship& relationship) {
    const auto& descriptor = *relationship.descriptor;
    const auto& owner = *relationship.owner;
    const auto& target = *relationship.target;
    const auto* inverse = inverse_descriptor(relationship);
    if (descriptor.has_via) {
        return use_key(relationship, key_via(relationship, descriptor, owner, target), false);
    }
    if (inverse != nullptr && inverse->has_via) {
        return use_key(relationship, key_via(relationship, *inverse, target, owner), true);
    }
    const auto own = keys_between(owner, target);
    const auto foreign = keys_between(target, owner);
    // A list carries its key on the other side always; a single target on its own side where there is a choice.
    const bool on_target = descriptor.many || own.empty();
    const bool self_pair = &owner == &target && inverse != nullptr && !inverse->many && !descriptor.many;
    const auto& keys = on_target ? foreign : own;
    if (self_pair || (own.size() + foreign.size() > 1 && !descriptor.many && &owner != &target &&
                      !(inverse != nullptr && inverse->many && own.size() == 1))) {
        fail_ambiguous(relationship, owner, self_pair ? 1 : own.size() + foreign.size());
    }
    if (keys.empty()) {
        fail(relationship,
             fmt::format("no foreign key joins the tables {} and {}", owner.table().name(), target.table().name()),
             fmt::format("give {} a member with foreign_key<&{}::…>", (descriptor.many ? target : owner).class_name(),
                         (descriptor.many ? owner : target).class_name()));
    }
    if (keys.size() > 1) {
        fail_ambiguous(relationship, on_target ? target : owner, keys.size());
    }
    use_key(relationship, *keys[0], on_target);
}

/// The base's relationships first, as the base has them, then the model's own.
void build(const Mapper& mapper) {
    auto& resolved = mapper.resolved();
    if (resolved.built) {
        return;
    }
    std::vector<Relationship> all;
    if (mapper.descriptor().base != nullptr) {
        const auto& base = Mapper::of(*mapper.descriptor().base());
        build(base);
        all = base.resolved().relationships;
    }
    for (const auto& descriptor : mapper.descriptor().relationships) {
        Relationship relationship;
        relationship.descriptor = &descriptor;
        relationship.index = all.size();
        relationship.owner = &mapper;
        relationship.target = &target_of(relationship);
        find_key(relationship);
        all.push_back(std::move(relationship));
    }
    resolved.relationships = std::move(all);
    resolved.built = true;
}

void link(const Mapper& mapper) {
    for (auto& relationship : mapper.resolved().relationships) {
        const auto* inverse = inverse_descriptor(relationship);
        if (inverse == nullptr) {
            continue;
        }
        auto& candidates = relationship.target->resolved().relationships;
        const auto found = std::ranges::find(candidates, inverse, &Relationship::descriptor);
        if (found->descriptor->target_type != relationship.owner->descriptor().type_key ||
            (!found->descriptor->back_populates.empty() &&
             found->descriptor->back_populates != relationship.descriptor->name)) {
            fail(relationship,
                 fmt::format("back_populates<\"{}\"> names a member of {} that does not lead back here", inverse->name,
                             relationship.target->class_name()),
                 fmt::format("give {}.{} back_populates<\"{}\">", relationship.target->class_name(), inverse->name,
                             relationship.descriptor->name));
        }
        if (found->descriptor->many && relationship.descriptor->many) {
            fail(relationship, "both sides of the relationship are lists",
                 "map the table between them as a model of its own");
        }
        relationship.inverse = &*found;
        if (found->descriptor->back_populates.empty()) {
            found->inverse = &relationship;
        }
    }
}

}  // namespace

void resolve_relationships(const Mapper& mapper) {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    std::vector<const Mapper*> reached{&mapper};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        build(*reached[i]);
        reached[i]->complete_keys();
        for (const auto& relationship : reached[i]->resolved().relationships) {
            if (std::ranges::find(reached, relationship.target) == reached.end()) {
                reached.push_back(relationship.target);
            }
        }
    }
    // Ready only when all are: an inverse's own inverse must be there as soon as anybody can follow it.
    for (const auto* each : reached) {
        if (!each->resolved().relationships_ready.load(std::memory_order_relaxed)) {
            link(*each);
        }
    }
    for (const auto* each : reached) {
        each->resolved().relationships_ready.store(true, std::memory_order_release);
    }
}

}  // namespace athanor::detail
