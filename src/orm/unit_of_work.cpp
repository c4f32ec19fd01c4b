#include "orm/unit_of_work.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/key.hpp"
#include "orm/member_access.hpp"
#include "orm/topological_sort.hpp"

namespace athanor::detail {

namespace {

using States = std::vector<InstanceState*>;

/// The mappers of some objects, in the order of their foreign keys. Mappers in a circle, or with a key to themselves,
/// are one group whose objects have to be ordered one by one.
struct MapperGroup {
    std::vector<const Mapper*> mappers;
    bool circular = false;
};

bool refers_to(const Mapper& from, const Mapper& to) {
    return std::ranges::any_of(from.table().foreign_keys(),
                               [&](const ForeignKey& key) { return key.target_table == to.table().name(); });
}

std::vector<MapperGroup> mapper_groups(const States& states) {
    std::vector<const Mapper*> mappers;
    for (const auto* state : states) {
        if (std::ranges::find(mappers, state->mapper) == mappers.end()) {
            mappers.push_back(state->mapper);
        }
    }
    std::vector<Dependency> edges;
    for (std::size_t from = 0; from < mappers.size(); ++from) {
        for (std::size_t to = 0; to < mappers.size(); ++to) {
            if (from != to && refers_to(*mappers[from], *mappers[to])) {
                edges.emplace_back(to, from);
            }
        }
    }
    std::vector<MapperGroup> groups;
    for (const auto& numbers : dependency_groups(mappers.size(), edges)) {
        auto& group = groups.emplace_back();
        for (const auto number : numbers) {
            group.mappers.push_back(mappers[number]);
        }
        group.circular = numbers.size() > 1 || refers_to(*group.mappers[0], *group.mappers[0]);
    }
    return groups;
}

States of_mapper(const States& states, const Mapper* mapper) {
    States result;
    std::ranges::copy_if(states, std::back_inserter(result),
                         [&](const InstanceState* state) { return state->mapper == mapper; });
    return result;
}

States of_group(const States& states, const MapperGroup& group) {
    States result;
    std::ranges::copy_if(states, std::back_inserter(result), [&](const InstanceState* state) {
        return std::ranges::find(group.mappers, state->mapper) != group.mappers.end();
    });
    return result;
}

/// The objects in rows of levels: none depends on another of its own level.
std::vector<States> levels(const States& states, const std::vector<Dependency>& edges) {
    const auto order = dependency_levels(states.size(), edges);
    if (!order.in_circle.empty()) {
        std::string names;
        for (std::size_t i = 0; i < order.in_circle.size() && i < 5; ++i) {
            const auto* state = states[order.in_circle[i]];
            names += fmt::format("{}{} (number {} of those to be written)", i == 0 ? "" : ", ",
                                 state->mapper->class_name(), order.in_circle[i] + 1);
        }
        throw CircularDependencyError(
            fmt::format("{} objects refer to one another in a circle, so none can be written first: {}",
                        order.in_circle.size(), names),
            "write one of them without its reference, flush, then set the reference and flush again");
    }
    std::vector<States> result;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (order.level[i] >= result.size()) {
            result.resize(order.level[i] + 1);
        }
        result[order.level[i]].push_back(states[i]);
    }
    return result;
}

std::unordered_map<const InstanceState*, std::size_t> numbers_of(const States& states) {
    std::unordered_map<const InstanceState*, std::size_t> numbers;
    for (std::size_t i = 0; i < states.size(); ++i) {
        numbers.emplace(states[i], i);
    }
    return numbers;
}

std::vector<Dependency> insert_edges(const States& states, const KeySync& keys) {
    const auto numbers = numbers_of(states);
    std::vector<Dependency> edges;
    for (std::size_t i = 0; i < states.size(); ++i) {
        keys.for_each_source(states[i], [&](const KeySource& source) {
            const auto found = numbers.find(source.parent);
            if (source.parent != nullptr && found != numbers.end()) {
                edges.emplace_back(found->second, i);
            }
        });
    }
    return edges;
}

std::vector<std::size_t> positions(const Table& table, const std::vector<std::string>& columns) {
    std::vector<std::size_t> result;
    result.reserve(columns.size());
    for (const auto& column : columns) {
        result.push_back(table.find(column).value());
    }
    return result;
}

/// Rows of `owner` before the rows of `target` that they refer to by `key`.
void add_delete_edges(const States& states, const Mapper& owner, const ForeignKey& key, const Mapper& target,
                      std::vector<Dependency>& edges) {
    const auto own = positions(owner.table(), key.columns);
    const auto referred = positions(target.table(), key.target_columns);
    std::unordered_map<std::string, std::size_t> numbers;
    KeyEncoder encoder;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (states[i]->mapper == &target) {
            encode_key(states[i], referred, encoder);
            numbers.emplace(encoder.bytes(), i);
        }
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (states[i]->mapper != &owner) {
            continue;
        }
        encode_key(states[i], own, encoder);
        const auto found = numbers.find(encoder.bytes());
        if (!encoder.has_null() && found != numbers.end() && found->second != i) {
            edges.emplace_back(i, found->second);
        }
    }
}

/// By the values of the foreign keys, not by relationships: rows refer to one another whether those are loaded or not.
std::vector<Dependency> delete_edges(const States& states, const MapperGroup& group) {
    std::vector<Dependency> edges;
    for (const auto* owner : group.mappers) {
        for (const auto& key : owner->table().foreign_keys()) {
            for (const auto* target : group.mappers) {
                if (target->table().name() == key.target_table) {
                    add_delete_edges(states, *owner, key, *target, edges);
                }
            }
        }
    }
    return edges;
}

// Always in the same order, so that two programs that change the same rows wait for each other and do not deadlock.
void sort_for_locking(States& states) { sort_by_primary_key(states); }

/// The columns an INSERT writes; true if the key is left to the server.
bool insert_columns(InstanceState* state, std::vector<std::size_t>& columns) {
    columns.clear();
    bool generate_key = false;
    const auto& all = state->mapper->columns();
    const auto numbered = state->mapper->table().autoincrement();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool assigned = link_at(state, all[i].offset).assigned();
        if (numbered == i && !assigned) {
            generate_key = true;
        } else if (assigned || all[i].server_default == nullptr || all[i].default_now) {
            columns.push_back(i);
        }
    }
    return generate_key;
}

void update_columns(InstanceState* state, const KeySync& keys, std::vector<std::size_t>& columns) {
    columns.clear();
    const auto& all = state->mapper->columns();
    if (state->changes) {
        for (const auto& change : state->changes->columns) {
            if (keys.is_null(state, change.column) || value_of(state, all[change.column]) != change.in_database()) {
                columns.push_back(change.column);
            }
        }
    }
    keys.for_each_source(state, [&](const KeySource& source) {
        if (source.parent != nullptr && KeySync::lacks_key(source.parent, source.referred_columns)) {
            columns.insert(columns.end(), source.key_columns.begin(), source.key_columns.end());
        }
    });
    std::ranges::sort(columns);
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
}

/// Distributes rows over batches by table and set of columns; batches keep the order of their first rows.
class Batches {
public:
    Batches(std::vector<Batch>& all, Batch::Kind kind, const Mapper* mapper)
        : all_(all), first_(all.size()), kind_(kind), mapper_(mapper) {}

    void add(InstanceState* state, const std::vector<std::size_t>& columns, bool generate_key) {
        auto found = last_ < all_.size() && matches(all_[last_], columns, generate_key) ? last_ : first_;
        while (found < all_.size() && !matches(all_[found], columns, generate_key)) {
            ++found;
        }
        if (found == all_.size()) {
            all_.push_back({kind_, mapper_, columns, generate_key, {}});
        }
        all_[found].rows.push_back(state);
        last_ = found;
    }

private:
    [[nodiscard]] bool matches(const Batch& batch, const std::vector<std::size_t>& columns, bool generate_key) const {
        return batch.columns == columns && batch.generate_key == generate_key;
    }

    std::vector<Batch>& all_;
    std::size_t first_;
    std::size_t last_ = static_cast<std::size_t>(-1);
    Batch::Kind kind_;
    const Mapper* mapper_;
};

void add_inserts(std::vector<Batch>& batches, const States& states, const MapperGroup& group) {
    std::vector<std::size_t> columns;
    for (const auto* mapper : group.mappers) {
        Batches sorted(batches, Batch::Kind::insert, mapper);
        for (auto* state : states) {
            if (state->mapper == mapper) {
                const bool generate_key = insert_columns(state, columns);
                sorted.add(state, columns, generate_key);
            }
        }
    }
}

void add_deletes(std::vector<Batch>& batches, const States& states, const MapperGroup& group) {
    for (auto mapper = group.mappers.rbegin(); mapper != group.mappers.rend(); ++mapper) {
        auto rows = of_mapper(states, *mapper);
        if (!rows.empty()) {
            sort_for_locking(rows);
            batches.push_back({Batch::Kind::delete_, *mapper, {}, false, std::move(rows)});
        }
    }
}

}  // namespace

std::vector<Batch> plan(const FlushSet& set, const KeySync& keys) {
    std::vector<Batch> batches;
    for (const auto& group : mapper_groups(set.inserts)) {
        const auto states = of_group(set.inserts, group);
        if (!group.circular) {
            add_inserts(batches, states, group);
            continue;
        }
        for (const auto& level : levels(states, insert_edges(states, keys))) {
            add_inserts(batches, level, group);
        }
    }
    for (const auto& group : mapper_groups(set.updates)) {
        for (const auto* mapper : group.mappers) {
            auto rows = of_mapper(set.updates, mapper);
            sort_for_locking(rows);
            Batches sorted(batches, Batch::Kind::update, mapper);
            std::vector<std::size_t> columns;
            for (auto* state : rows) {
                update_columns(state, keys, columns);
                if (!columns.empty()) {
                    sorted.add(state, columns, false);
                }
            }
        }
    }
    const auto groups = mapper_groups(set.deletes);
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        const auto states = of_group(set.deletes, *group);
        if (!group->circular) {
            add_deletes(batches, states, *group);
            continue;
        }
        for (const auto& level : levels(states, delete_edges(states, *group))) {
            add_deletes(batches, level, *group);
        }
    }
    return batches;
}

std::string to_string(const Batch& batch) {
    std::string columns;
    for (const auto position : batch.columns) {
        columns += fmt::format("{}{}", columns.empty() ? "" : ", ", batch.mapper->columns()[position].name);
    }
    const char* const verbs[] = {"insert", "update", "delete"};
    return fmt::format("{} {}{}{}{} x{}{}", verbs[static_cast<int>(batch.kind)], batch.mapper->table().name(),
                       batch.kind == Batch::Kind::delete_ ? "" : " (", columns,
                       batch.kind == Batch::Kind::delete_ ? "" : ")", batch.rows.size(),
                       batch.generate_key ? ", key from the server" : "");
}

}  // namespace athanor::detail
