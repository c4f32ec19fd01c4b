#include <algorithm>
#include <bit>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/instance_block.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/session_impl.hpp"
#include "orm/statements.hpp"

namespace athanor::detail {

namespace {

void load_columns(InstanceState* state, const Mapper& mapper, const Cursor& cursor, std::size_t first) {
    auto* object = static_cast<std::byte*>(state->object());
    for (const auto& slot : mapper.resolved().slots) {
        slot.load(object + slot.value_offset, cursor, first);
        ++first;
    }
    clear_assigned(state);
}

/// Columns that were changed and not flushed take the row's values too; a rollback leaves them there.
void forget_changes(InstanceState* state) {
    if (!state->changes) {
        return;
    }
    auto& columns = state->changes->columns;
    std::erase_if(columns, [](const ColumnChange& change) { return !change.has_flushed; });
    for (auto& change : columns) {
        change.flushed = value_of(state, state->mapper->columns()[change.column]);
    }
}

/// What a relationship held is asked anew when it is next used; a change that was not flushed is taken back.
void forget_relationship(SessionCore::Impl& session, InstanceState* state, const Relationship& relationship) {
    const bool carries_key = !relationship.descriptor->many && !relationship.key_on_target;
    auto* change = state->changes ? state->changes->find(relationship) : nullptr;
    if (change != nullptr && change->dirty && (carries_key || relationship.inverse == nullptr)) {
        const auto before = change->flushed;
        if (carries_key) {
            set_one(state, relationship, before.target);
        }
        restore(state, relationship, before);
        state->changes->find(relationship)->dirty = false;
    }
    if (relationship.descriptor->many) {
        many_of(state, relationship).loaded = false;
        return;
    }
    auto& one = one_of(state, relationship);
    if (carries_key && one.target != nullptr && session.find_referred(state, relationship) != one.target) {
        if (relationship.inverse != nullptr && relationship.inverse->descriptor->many) {
            take_from_list(one.target, *relationship.inverse, state);
        }
        one.target = nullptr;
        one.loaded = false;
    } else if (one.target == nullptr) {
        one.loaded = false;
    }
}

class StateSink final : public RowSink {
public:
    StateSink(SessionCore& session, const Mapper& mapper, bool populate_existing, std::vector<InstanceState*>& states)
        : session_(session), mapper_(mapper), populate_existing_(populate_existing), states_(states) {}
    void row(const Cursor& cursor) override {
        states_.push_back(session_.load(mapper_, cursor, 0, populate_existing_));
    }

private:
    SessionCore& session_;
    const Mapper& mapper_;
    bool populate_existing_;
    std::vector<InstanceState*>& states_;
};

}  // namespace

InstanceState* SessionCore::load(const Mapper& mapper, const Cursor& cursor, std::size_t first,
                                 bool populate_existing) {
    auto& objects = impl_->identity.of(mapper);
    bool has_null = false;
    if (auto* state = objects.find_row(cursor, first, has_null); state != nullptr || has_null) {
        if (state != nullptr && populate_existing) {
            load_columns(state, mapper, cursor, first);
            forget_changes(state);
        }
        return state;
    }
    if (mapper.descriptor().base != nullptr) {
        throw InvalidRequestError(
            fmt::format("{} derives from another model: its rows cannot be loaded as objects yet", mapper.class_name()),
            "select its columns, or map it as a model of its own");
    }
    auto* state = make_unheld_instance(mapper, impl_->family);
    try {
        load_columns(state, mapper, cursor, first);
        objects.insert(state);
    } catch (...) {
        impl_->family->objects.pop_back();
        free_block(state);
        throw;
    }
    state->session = this;
    state->status = ObjectStatus::persistent;
    return state;
}

void SessionCore::Impl::load_rows(const Mapper& mapper, Execution execution, const sql::Compiled& statement,
                                  bool populate_existing, std::vector<InstanceState*>& states) {
    StateSink sink(session, mapper, populate_existing, states);
    execution.statement = &statement;
    execution.rows = &sink;
    connect().execute({&execution, 1});
}

void SessionCore::Impl::load_statement(const Mapper& mapper, const sql::Statement& statement,
                                       std::vector<InstanceState*>& states) {
    StateSink sink(session, mapper, false, states);
    (void)connect().execute(statement, &sink);
}

void SessionCore::Impl::load_by_key(const Mapper& mapper, std::span<const std::size_t> columns,
                                    std::span<const Value> keys, bool populate_existing,
                                    std::vector<InstanceState*>& states) {
    constexpr std::size_t chunk = 500;
    const auto width = columns.size();
    while (!keys.empty()) {
        const auto count = std::min(chunk, keys.size() / width);
        // Few different statements, so that they are prepared once: the number of keys is rounded up to a power of two.
        const auto rows = std::min(chunk, std::bit_ceil(count));
        const auto statement = compiled_load(engine, mapper.table(), columns, rows);
        const KeyParameters parameters(keys.first(count * width), width, rows, *statement);
        Execution execution;
        execution.parameters = &parameters;
        load_rows(mapper, std::move(execution), *statement, populate_existing, states);
        keys = keys.subspan(count * width);
    }
}

InstanceState* SessionCore::get(const Mapper& mapper, std::span<const Value> key) {
    const ThreadUse use(this);
    impl_->check_usable();
    const auto& positions = mapper.resolved().key;
    if (key.size() != positions.size()) {
        throw ArgumentError(fmt::format("the primary key of {} has {} columns, get was given {} values",
                                        mapper.class_name(), positions.size(), key.size()),
                            "give one value for each primary_key member, in their order");
    }
    for (const auto& value : key) {
        if (value.is_null()) {
            return nullptr;  // no row has NULL in its key
        }
    }
    if (auto* state = impl_->identity.find(mapper, key)) {
        return state;
    }
    impl_->autoflush();
    std::vector<InstanceState*> states;
    impl_->load_by_key(mapper, positions, key, false, states);
    return states.empty() ? nullptr : states.front();
}

void SessionCore::refresh(InstanceState* state) {
    const ThreadUse use(this);
    impl_->check_usable();
    const auto model = state->mapper->class_name();
    if (state->session != this || state->status != ObjectStatus::persistent) {
        throw InvalidRequestError(fmt::format("this {} has no row in this session, so it cannot be refreshed", model),
                                  "refresh takes objects that were loaded or flushed");
    }
    const auto& mapper = *state->mapper;
    std::vector<Value> key;
    for (const auto position : mapper.resolved().key) {
        const auto* change = state->changes ? state->changes->find(position) : nullptr;
        key.push_back(change != nullptr ? change->in_database() : value_of(state, mapper.columns()[position]));
    }
    std::vector<InstanceState*> states;
    impl_->load_by_key(mapper, mapper.resolved().key, key, true, states);
    if (states.empty()) {
        throw InvalidRequestError(fmt::format("this {} cannot be refreshed: its row is gone", model),
                                  "another transaction deleted it; expunge the object");
    }
    for (const auto& relationship : mapper.relationships()) {
        forget_relationship(*impl_, state, relationship);
    }
}

}  // namespace athanor::detail
