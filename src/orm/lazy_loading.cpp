#include <algorithm>
#include <memory>

#include "orm/change_record.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_loading.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/statements.hpp"

namespace athanor::detail {

namespace {

/// True if the object's own side says in memory, not yet in the database, where it belongs.
bool decided_in_memory(InstanceState* item, const Relationship& inverse) {
    if (item->status != ObjectStatus::persistent) {
        return true;
    }
    const auto* change = item->changes ? item->changes->find(inverse) : nullptr;
    return change != nullptr && change->dirty;
}

/// The found object belongs to `owner`, unless the program has said otherwise since.
bool claim(InstanceState* owner, InstanceState* item, const Relationship& inverse) {
    auto& one = one_of(item, inverse);
    if (decided_in_memory(item, inverse)) {
        return one.target == owner;
    }
    one.target = owner;
    one.loaded = true;
    return true;
}

void fill_list(InstanceState* owner, const Relationship& relationship, const std::vector<InstanceState*>& found) {
    auto& many = many_of(owner, relationship);
    const auto* inverse = relationship.inverse;
    auto list = std::make_shared<InstanceList>();
    list->reserve(found.size());
    for (auto* item : found) {
        if (!item->marked && (inverse == nullptr || claim(owner, item, *inverse))) {
            item->marked = true;
            list->push_back(item);
        }
    }
    if (many.items) {
        for (auto* item : *many.items) {
            if (item->marked) {
                continue;
            }
            if (inverse == nullptr || decided_in_memory(item, *inverse)) {
                list->push_back(item);
            } else if (one_of(item, *inverse).target == owner) {
                one_of(item, *inverse).target = nullptr;  // its row has moved or gone since it was looked at
                one_of(item, *inverse).loaded = false;
            }
        }
    }
    for (auto* item : found) {
        item->marked = false;
    }
    many.items = std::move(list);
    many.loaded = true;
}

}  // namespace

void fill_from_database(InstanceState* owner, const Relationship& relationship,
                        const std::vector<InstanceState*>& found) {
    if (relationship.descriptor->many) {
        return fill_list(owner, relationship, found);
    }
    auto& one = one_of(owner, relationship);
    one.loaded = true;
    for (auto* item : found) {
        if (one.target == nullptr && (relationship.inverse == nullptr || claim(owner, item, *relationship.inverse))) {
            one.target = item;
        }
    }
}

bool refers_to_primary_key(const Relationship& relationship) {
    const auto& key = relationship.target->resolved().key;
    return !relationship.key_on_target && std::ranges::is_permutation(key, relationship.referred_columns);
}

bool read_values(const InstanceState* state, const Mapper& mapper, std::span<const std::size_t> columns,
                 std::vector<Value>& values) {
    for (const auto position : columns) {
        values.push_back(value_of(state, mapper.columns()[position]));
        if (values.back().is_null()) {
            return false;
        }
    }
    return true;
}

void SessionCore::lazy_load(InstanceState* state, const Relationship& relationship) {
    const ThreadUse use(this);
    impl_->check_usable();
    if (relationship.descriptor->many || relationship.key_on_target ||
        impl_->find_referred(state, relationship) == nullptr) {
        impl_->autoflush();
    }
    impl_->load_relationship(state, relationship);
}

void SessionCore::Impl::load_relationship(InstanceState* state, const Relationship& relationship) {
    const bool own_key = !relationship.descriptor->many && !relationship.key_on_target;
    const bool loaded =
        relationship.descriptor->many ? many_of(state, relationship).loaded : one_of(state, relationship).loaded;
    if (loaded || state->status != ObjectStatus::persistent) {
        return;
    }
    const auto& own_columns = own_key ? relationship.key_columns : relationship.referred_columns;
    const auto& other_columns = own_key ? relationship.referred_columns : relationship.key_columns;
    std::vector<Value> values;
    std::vector<InstanceState*> found;
    const bool has_key = read_values(state, *relationship.owner, own_columns, values);
    if (own_key) {
        auto* target = has_key ? find_referred(state, relationship) : nullptr;
        if (target == nullptr && has_key) {
            load_by_key(*relationship.target, other_columns, values, false, found);
            target = found.empty() ? nullptr : found.front();
        }
        auto& one = one_of(state, relationship);
        one.target = target;
        one.loaded = true;
        if (target != nullptr && relationship.inverse != nullptr && !relationship.inverse->descriptor->many &&
            one_of(target, *relationship.inverse).target == nullptr && !one_of(target, *relationship.inverse).loaded) {
            one_of(target, *relationship.inverse).target = state;
            one_of(target, *relationship.inverse).loaded = true;
        }
        return;
    }
    if (has_key) {
        const auto statement = select_by(*relationship.target, other_columns, std::move(values));
        load_statement(*relationship.target, statement, found);
    }
    fill_from_database(state, relationship, found);
}

}  // namespace athanor::detail
