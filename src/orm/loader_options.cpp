#include <algorithm>
#include <iterator>
#include <span>

#include <athanor/core/error.hpp>
#include <athanor/orm/loader_options.hpp>
#include <athanor/orm/query.hpp>
#include <athanor/orm/relationship_core.hpp>
#include <athanor/orm/session.hpp>

#include "orm/mapper_resolved.hpp"
#include "orm/member_access.hpp"

namespace athanor::detail {

namespace {

LoadOptions& editable_options(sql::Statement& statement) {
    sql::SelectBody& body = statement.edit_select();
    auto copy = body.options ? std::make_shared<LoadOptions>(static_cast<const LoadOptions&>(*body.options))
                             : std::make_shared<LoadOptions>();
    body.options = copy;
    return *copy;
}

/// The objects that a loaded relationship leads to.
std::vector<InstanceState*> targets(std::span<InstanceState* const> states, const Relationship& relationship) {
    std::vector<InstanceState*> found;
    for (InstanceState* state : states) {
        if (relationship.descriptor->many) {
            const auto list = many_of(state, relationship).list();
            found.insert(found.end(), list->begin(), list->end());
        } else if (InstanceState* target = one_of(state, relationship).get()) {
            found.push_back(target);
        }
    }
    return found;
}

/// Loads the relationships that their models mark lazy<"selectin">, of these objects and of what comes with them. Ends,
/// even where models refer to each other, because only what is not loaded yet is followed.
void load_marked(SessionCore& core, const Mapper& mapper, std::span<InstanceState* const> states) {
    for (const Relationship& relationship : mapper.relationships()) {
        if (relationship.descriptor->lazy != LoadStrategy::selectin)
            continue;
        std::vector<InstanceState*> unloaded;
        for (InstanceState* state : states) {
            const bool loaded = relationship.descriptor->many ? many_of(state, relationship).loaded
                                                              : one_of(state, relationship).loaded;
            if (!loaded)
                unloaded.push_back(state);
        }
        if (unloaded.empty())
            continue;
        core.selectin_load(unloaded, relationship);
        load_marked(core, *relationship.target, targets(unloaded, relationship));
    }
}

}  // namespace

void add_loader_option(sql::Statement& statement, LoaderOption option) {
    editable_options(statement).loaders.push_back(std::move(option));
}

void set_populate_existing(sql::Statement& statement) { editable_options(statement).populate_existing = true; }

bool wants_populate_existing(const sql::Statement& statement) noexcept {
    const auto* options = static_cast<const LoadOptions*>(statement.select().options.get());
    return options && options->populate_existing;
}

void load_relationships(SessionCore& core, const Mapper& mapper, std::vector<InstanceState*> states,
                        const sql::Statement& statement) {
    if (states.empty())
        return;
    load_marked(core, mapper, states);
    const auto* options = static_cast<const LoadOptions*>(statement.select().options.get());
    if (!options)
        return;
    for (const LoaderOption& option : options->loaders) {
        if (option.path().empty() || option.path().front()->owner != &mapper)
            continue;
        std::vector<InstanceState*> level = states;
        for (const Relationship* relationship : option.path()) {
            core.selectin_load(level, *relationship);
            level = targets(level, *relationship);
        }
    }
}

namespace {

class ObjectSink final : public RowSink {
public:
    ObjectSink(SessionCore& core, const Mapper& mapper, bool populate_existing)
        : core_(core), mapper_(mapper), populate_existing_(populate_existing) {}
    void row(const Cursor& cursor) override { states.push_back(core_.load(mapper_, cursor, 0, populate_existing_)); }
    std::vector<InstanceState*> states;

private:
    SessionCore& core_;
    const Mapper& mapper_;
    bool populate_existing_;
};

}  // namespace

std::vector<InstanceState*> query_objects(SessionCore& core, const Mapper& mapper, const sql::Statement& statement) {
    ObjectSink sink(core, mapper, wants_populate_existing(statement));
    core.query(statement, sink);
    std::vector<InstanceState*> loaded;
    loaded.reserve(sink.states.size());
    std::ranges::copy_if(sink.states, std::back_inserter(loaded), [](const auto* state) { return state != nullptr; });
    load_relationships(core, mapper, std::move(loaded), statement);
    return std::move(sink.states);
}

RefList query_refs(SessionCore& core, const Mapper& mapper, const sql::Statement& statement) {
    return RefList(query_objects(core, mapper, statement));
}

sql::Statement counting(const sql::Statement& select) {
    const sql::SelectBody& body = select.select();
    if (body.distinct || !body.group_by.empty() || !body.having.empty()) {
        throw InvalidRequestError("count() does not count groups or distinct rows",
                                  "select func::count(...) with the grouping you mean");
    }
    sql::Statement statement = select;
    sql::SelectBody& edited = statement.edit_select();
    edited.items = {{sql::function(sql::Function::count, {}), nullptr}};
    edited.order_by.clear();
    edited.limit.reset();
    edited.offset.reset();
    return statement;
}

std::int64_t window_of(std::int64_t rows, const sql::Statement& select) noexcept {
    const sql::SelectBody& body = select.select();
    const std::int64_t left = std::max<std::int64_t>(rows - body.offset.value_or(0), 0);
    return body.limit ? std::min(left, *body.limit) : left;
}

}  // namespace athanor::detail
