#include <algorithm>
#include <string>
#include <unordered_map>

#include "orm/key.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_loading.hpp"

namespace athanor::detail {

namespace {

using Groups = std::unordered_map<std::string, std::vector<InstanceState*>>;

bool is_loaded(InstanceState* state, const Relationship& relationship) {
    return relationship.descriptor->many ? many_of(state, relationship).loaded : one_of(state, relationship).loaded;
}

std::string key_of(const InstanceState* state, std::span<const std::size_t> columns, KeyEncoder& encoder) {
    encode_key(state, columns, encoder);
    return encoder.bytes();
}

}  // namespace

void SessionCore::selectin_load(std::span<InstanceState* const> states, const Relationship& relationship) {
    const ThreadUse use(this);
    impl_->check_usable();
    impl_->autoflush();
    const bool own_key = !relationship.descriptor->many && !relationship.key_on_target;
    const auto& own_columns = own_key ? relationship.key_columns : relationship.referred_columns;
    const auto& other_columns = own_key ? relationship.referred_columns : relationship.key_columns;

    KeyEncoder encoder;
    Groups owners;
    std::vector<Value> keys;
    std::vector<InstanceState*> waiting;
    for (auto* state : states) {
        if (state->session != this || state->status != ObjectStatus::persistent || is_loaded(state, relationship)) {
            continue;
        }
        std::vector<Value> values;
        const bool has_key = read_values(state, *relationship.owner, own_columns, values);
        if (!has_key || (own_key && impl_->find_referred(state, relationship) != nullptr)) {
            impl_->load_relationship(state, relationship);  // answered without a query
            continue;
        }
        auto& group = owners[key_of(state, own_columns, encoder)];
        if (group.empty()) {
            keys.insert(keys.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
        }
        if (!state->marked) {
            state->marked = true;
            group.push_back(state);
            waiting.push_back(state);
        }
    }
    for (auto* state : waiting) {
        state->marked = false;
    }
    std::vector<InstanceState*> found;
    impl_->load_by_key(*relationship.target, other_columns, keys, false, found);
    if (own_key) {
        Groups targets;
        for (auto* target : found) {
            targets[key_of(target, other_columns, encoder)].push_back(target);
        }
        for (auto* state : waiting) {
            auto& one = one_of(state, relationship);
            const auto target = targets.find(key_of(state, own_columns, encoder));
            one.target = target == targets.end() ? nullptr : target->second.front();
            one.loaded = true;
        }
        return;
    }
    sort_by_primary_key(found);
    Groups children;
    for (auto* child : found) {
        children[key_of(child, other_columns, encoder)].push_back(child);
    }
    for (auto* state : waiting) {
        fill_from_database(state, relationship, children[key_of(state, own_columns, encoder)]);
    }
}

}  // namespace athanor::detail
