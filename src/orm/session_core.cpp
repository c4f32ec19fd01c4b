#include <algorithm>
#include <exception>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>
#include <athanor/orm/session_core.hpp>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

Family* new_session_family() {
    auto* family = new Family;
    family->session_owned = true;
    return family;
}

/// Whether a flush of the open transaction has written something of this object.
bool was_written(const InstanceState* state) {
    return state->changes->inserted || std::ranges::any_of(state->changes->columns, [](const ColumnChange& change) {
               return change.has_flushed && change.flushed != change.committed;
           });
}

void warn_of_lost_changes(const SessionCore::Impl& impl) {
    std::map<std::string_view, std::size_t> models;
    const auto count = [&](const InstanceState* state) { ++models[state->mapper->class_name()]; };
    std::ranges::for_each(impl.pending, count);
    for (auto* state : impl.modified) {
        if (!state->to_delete && has_net_changes(state)) {
            count(state);
        }
    }
    std::ranges::for_each(impl.to_delete, count);
    // What was flushed is lost too: a query is enough to flush. After a flush that failed the program knows already.
    if (impl.connection && impl.failure.empty()) {
        for (auto* state : impl.changed) {
            const bool counted = state->to_delete || (state->modified && has_net_changes(state));
            if (state->status == ObjectStatus::persistent && !counted && was_written(state)) {
                count(state);
            }
        }
        std::ranges::for_each(impl.deleted, count);
    }
    if (models.empty()) {
        return;
    }
    std::size_t total = 0;
    std::string text;
    for (const auto& [model, number] : models) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, model);
        total += number;
    }
    // Who leaves by an exception has not forgotten anything, and reads of the exception next.
    const bool thrown = std::uncaught_exceptions() > 0;
    log(LogLevel::warning, "athanor.orm",
        fmt::format("a session ended with {} unsaved object{}: {}; {}", total, total == 1 ? "" : "s", text,
                    thrown ? "an exception ended it, and nothing of them is written" : "call commit() to write them"));
}

}  // namespace

SessionCore::Impl::Impl(SessionCore& owner, Engine from, SessionOptions with)
    : session(owner), engine(std::move(from)), options(with), family(new_session_family()) {}

SessionCore::Impl::~Impl() = default;

SessionCore::SessionCore(Engine engine, SessionOptions options)
    : impl_(std::make_unique<Impl>(*this, std::move(engine), options)) {}

SessionCore::~SessionCore() {
    try {
        warn_of_lost_changes(*impl_);
    } catch (...) {  // a warning that cannot be written must not end the program
        log(LogLevel::warning, "athanor.orm", "a session ended with unsaved objects");
    }
    try {
        close();
    } catch (const std::exception& error) {
        log(LogLevel::error, "athanor.orm", error.what());
    }
    impl_->family->session_owned = false;
    free_if_unheld(impl_->family);
}

void SessionCore::add(InstanceState* state) {
    const ThreadUse use(this);
    std::vector<InstanceState*> todo{state};
    // What was in the session before is not followed further: its neighbours came along when it did.
    while (!todo.empty()) {
        auto* next = todo.back();
        todo.pop_back();
        impl_->attach(next);
        std::vector<InstanceState*> neighbours;
        for (const auto& relationship : next->mapper->relationships()) {
            if (!relationship.descriptor->cascade.save_update) {
                continue;
            }
            if (!relationship.descriptor->many) {
                if (auto* target = one_of(next, relationship).target) {
                    neighbours.push_back(target);
                }
            } else if (const auto& items = many_of(next, relationship).items) {
                std::ranges::copy_if(*items, std::back_inserter(neighbours),
                                     [](const InstanceState* item) { return item->session == nullptr; });
            }
        }
        // The last one is taken first: reversed, so that they are written in the order in which they were given.
        for (auto each = neighbours.rbegin(); each != neighbours.rend(); ++each) {
            if ((*each)->session == nullptr) {
                todo.push_back(*each);
            }
        }
    }
}

void SessionCore::expunge(InstanceState* state) {
    const ThreadUse use(this);
    if (state->session != this) {
        throw InvalidRequestError(fmt::format("this {} is not in this session", state->mapper->class_name()),
                                  "expunge takes an object that contains() says is here");
    }
    auto& impl = *impl_;
    const bool has_row = state->status != ObjectStatus::pending;
    impl.detach(state);
    state->status = has_row ? ObjectStatus::detached : ObjectStatus::transient;
    for (auto* other : impl.family->objects) {
        cut_edges(other, state);
    }
    forget_edges(state);
    move_out(state);
}

bool SessionCore::contains(const InstanceState* state) const noexcept {
    return state->session == this && state->status != ObjectStatus::deleted;
}

std::size_t SessionCore::release_unused() {
    const ThreadUse use(this);
    auto& impl = *impl_;
    std::vector<InstanceState*> roots;
    for (auto* state : impl.family->objects) {
        // A rollback has nothing to restore in an object that is new and that nobody holds: a long import must not keep
        // it.
        const bool written =
            state->changes != nullptr && state->changes->inserted && state->status == ObjectStatus::persistent;
        const bool in_use =
            (state->changes != nullptr && !written) || state->modified || state->status == ObjectStatus::pending;
        const bool wanted = state->holders.load(std::memory_order_relaxed) != 0 || state->to_delete ||
                            (state->session != nullptr && in_use);
        if (wanted) {
            state->marked = true;
            roots.push_back(state);
        }
    }
    mark_reachable(roots);
    std::erase_if(impl.changed, [](const InstanceState* state) { return !state->marked; });
    for (auto* state : impl.family->objects) {
        if (!state->marked && state->status == ObjectStatus::persistent) {
            impl.identity.of(*state->mapper).erase(state);
        }
    }
    return free_unmarked(impl.family);
}

void SessionCore::close() {
    const ThreadUse use(this);
    auto& impl = *impl_;
    impl.rollback_connection();
    impl.restore_objects();
    impl.failure.clear();
    std::vector<InstanceState*> roots;
    for (auto* state : impl.family->objects) {
        if (state->session != nullptr) {
            state->session = nullptr;
            state->status =
                state->status == ObjectStatus::persistent ? ObjectStatus::detached : ObjectStatus::transient;
        }
        if (state->holders.load(std::memory_order_relaxed) != 0) {
            state->marked = true;
            roots.push_back(state);
        }
    }
    impl.identity.clear();
    mark_reachable(roots);
    auto* old = std::exchange(impl.family, new_session_family());
    (void)free_unmarked(old);
    old->session_owned = false;
    split(old);
}

std::size_t SessionCore::pending() const noexcept {
    const auto changed = std::ranges::count_if(impl_->modified, [](InstanceState* state) {
        return !state->to_delete && state->status == ObjectStatus::persistent && has_net_changes(state);
    });
    return impl_->pending.size() + impl_->to_delete.size() + static_cast<std::size_t>(changed);
}

const Engine& SessionCore::engine() const noexcept { return impl_->engine; }

Connection& SessionCore::connection() {
    const ThreadUse use(this);
    return impl_->connect();
}

void SessionCore::set_autoflush(bool on) noexcept { impl_->options.autoflush = on; }
bool SessionCore::autoflush() const noexcept { return impl_->options.autoflush; }

void SessionCore::query(const sql::Statement& statement, RowSink& sink) {
    const ThreadUse use(this);
    impl_->check_usable();
    impl_->autoflush();
    (void)impl_->connect().execute(statement, &sink);
}

std::int64_t SessionCore::execute_write(const sql::Statement& statement) {
    const ThreadUse use(this);
    impl_->check_usable();
    impl_->autoflush();
    return impl_->connect().execute(statement);
}

Connection& SessionCore::Impl::connect() {
    if (!connection) {
        connection.emplace(engine.connect());
    }
    return *connection;
}

void SessionCore::Impl::check_usable() const {
    if (!failure.empty()) {
        throw PendingRollbackError(fmt::format("this session's transaction failed during a flush: {}", failure),
                                   "call rollback(), then begin again");
    }
}

void SessionCore::Impl::autoflush() {
    if (options.autoflush && !flushing) {
        flush(false);
    }
}

}  // namespace athanor::detail
