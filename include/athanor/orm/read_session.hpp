#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include <athanor/engine/engine.hpp>
#include <athanor/orm/model.hpp>
#include <athanor/orm/result.hpp>
#include <athanor/orm/select.hpp>
#include <athanor/orm/session_core.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {

template <class Cell, class M>
Cell object_cell(InstanceState* state) {
    if constexpr (std::same_as<Cell, Ref<M>>)
        return Ref<M>(state);
    else
        return state ? Cell(Ref<M>(state)) : Cell();
}

template <class Item>
inline constexpr bool is_entity = false;
template <class M>
inline constexpr bool is_entity<EntityItem<M>> = true;

/// How a cell of a row is read. A value's type says it all: rows of values are read the same way for all models.
struct ValueCell {};
template <class Item>
struct CellKind {
    using type = ValueCell;
};
template <class M>
struct CellKind<EntityItem<M>> {
    using type = EntityItem<M>;
};
template <class Item>
using cell_kind_t = typename CellKind<Item>::type;

/// Reads the cells of one row into a tuple; entities go through the session's identity map.
template <class Row, class... Kinds>
class TupleSink;
template <class... Cells, class... Kinds>
class TupleSink<std::tuple<Cells...>, Kinds...> final : public RowSink {
public:
    TupleSink(SessionCore& core, bool populate_existing) : core_(core), populate_existing_(populate_existing) {}
    void row(const Cursor& cursor) override {
        std::size_t column = 0;
        // Braces, not parentheses: they alone promise that the cells are read from left to right.
        rows.push_back(std::tuple<Cells...>{read<Cells, Kinds>(cursor, column)...});
    }
    std::vector<std::tuple<Cells...>> rows;

private:
    template <class Cell, class Kind>
    Cell read(const Cursor& cursor, std::size_t& column) {
        if constexpr (is_entity<Kind>) {
            using M = typename Kind::model;
            const Mapper& mapper = mapper_of<M>();
            const std::size_t first = column;
            column += mapper.columns().size();
            return object_cell<Cell, M>(core_.load(mapper, cursor, first, populate_existing_));
        } else {
            Cell cell{};
            load_cell(cell, cursor, column++);
            return cell;
        }
    }
    SessionCore& core_;
    bool populate_existing_;
};

/// Reads one value for each row.
template <class Cell>
class ScalarSink final : public RowSink {
public:
    void row(const Cursor& cursor) override {
        Cell cell{};
        load_cell(cell, cursor, 0);
        rows.push_back(std::move(cell));
    }
    std::vector<Cell> rows;
};

/// Runs a query for objects of one model and loads what its options ask for. Null where an outer join met no row.
std::vector<InstanceState*> query_objects(SessionCore& core, const Mapper& mapper, const sql::Statement& statement);
RefList query_refs(SessionCore& core, const Mapper& mapper, const sql::Statement& statement);

[[nodiscard]] bool wants_populate_existing(const sql::Statement& statement) noexcept;
/// Loads what the statement's options and the models' `lazy<"selectin">` ask for, for the objects of one entity column.
void load_relationships(SessionCore& core, const Mapper& mapper, std::vector<InstanceState*> states,
                        const sql::Statement& statement);

template <class Cell>
void collect_state(std::vector<InstanceState*>&, const Cell&) {}
template <class M>
void collect_state(std::vector<InstanceState*>& states, const Ref<M>& ref) {
    if (ref)
        states.push_back(ref.state());
}
template <class M>
void collect_state(std::vector<InstanceState*>& states, const std::optional<Ref<M>>& ref) {
    if (ref && *ref)
        states.push_back(ref->state());
}

template <std::size_t I, class Kind, class Row>
void load_entity(SessionCore& core, const std::vector<Row>& rows, const sql::Statement& statement) {
    if constexpr (is_entity<Kind>) {
        std::vector<InstanceState*> states;
        for (const Row& row : rows)
            collect_state(states, std::get<I>(row));
        load_relationships(core, mapper_of<typename Kind::model>(), std::move(states), statement);
    }
}

/// Runs a query and reads its rows; Kinds says how each cell is read.
template <class Row, class... Kinds>
std::vector<Row> read_rows(SessionCore& core, const sql::Statement& statement) {
    TupleSink<Row, Kinds...> sink(core, wants_populate_existing(statement));
    core.query(statement, sink);
    if constexpr ((is_entity<Kinds> || ...)) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (load_entity<I, Kinds>(core, sink.rows, statement), ...);
        }(std::index_sequence_for<Kinds...>{});
    }
    return std::move(sink.rows);
}
template <class Cell>
std::vector<Cell> read_scalars(SessionCore& core, const sql::Statement& statement) {
    ScalarSink<Cell> sink;
    core.query(statement, sink);
    return std::move(sink.rows);
}

template <class K>
Value key_value(const K& key) {
    if constexpr (is_mapped<K>)
        return key_value(key.get());
    else if constexpr (is_optional<K>)
        return key ? key_value(*key) : Value();
    else if constexpr (Converts<const K&, std::string_view>)
        return Value(std::string_view(key));
    else
        return Value(key);
}

}  // namespace detail

template <class M>
class Query;

/// A session for reading: a type without add, flush, commit and delete_, for functions that only read and for work that
/// must not be able to write. Made of an engine it reads in a transaction in which the database itself refuses to
/// write (PostgreSQL: BEGIN READ ONLY; SQLite: query_only), over engine.reader(), so a replica where one is set. A
/// Session is one too, inside its own transaction: a function that takes a ReadSession& is given either. What is
/// changed in objects of a ReadSession is never written. Otherwise as Session: the same primary key is the same object,
/// and the session and its objects belong to one thread at a time.
class ReadSession {
public:
    /// Takes no connection before it needs one.
    explicit ReadSession(const Engine& engine);
    ReadSession(ReadSession&&) noexcept;
    ReadSession& operator=(ReadSession&&) noexcept;
    ~ReadSession();

    /// The object with this primary key, from memory if it was loaded before, else from the database; empty if there is
    /// none. A composite key is given in the order of the model's primary_key members.
    template <class D, class... Key>
        requires(sizeof...(Key) > 0)
    [[nodiscard]] Ref<D> get(const Key&... key) {
        const Value values[] = {detail::key_value(key)...};
        return Ref<D>(core_->get(mapper_of<D>(), values));
    }

    /// Runs a query: a range of tuples, each cell with its C++ type. A Session flushes first (autoflush).
    template <class... F, class... Items, bool Grouped>
    auto execute(const Select<owners<F...>, std::tuple<Items...>, Grouped>& select) ->
        typename detail::Answered<Result<detail::row_t<owners<F...>, Grouped, Items...>>,
                                  Select<owners<F...>, std::tuple<Items...>, Grouped>>::type {
        using Row = detail::row_t<owners<F...>, Grouped, Items...>;
        return Result<Row>(detail::read_rows<Row, detail::cell_kind_t<Items>...>(*core_, select.statement()));
    }
    /// Runs a query with one entry in its select list: a range of objects or values.
    template <class... F, class Item, bool Grouped>
    auto scalars(const Select<owners<F...>, std::tuple<Item>, Grouped>& select) ->
        typename detail::Answered<Result<typename detail::Cell<Item, owners<F...>, Grouped>::type>,
                                  Select<owners<F...>, std::tuple<Item>, Grouped>>::type {
        using Cell = typename detail::Cell<Item, owners<F...>, Grouped>::type;
        if constexpr (detail::is_entity<Item>) {
            using M = typename Item::model;
            if constexpr (std::same_as<Cell, Ref<M>>) {
                return Result<Cell>(detail::query_refs(*core_, mapper_of<M>(), select.statement()));
            } else {
                std::vector<Cell> rows;
                for (detail::InstanceState* state : detail::query_objects(*core_, mapper_of<M>(), select.statement()))
                    rows.push_back(detail::object_cell<Cell, M>(state));
                return Result<Cell>(std::move(rows));
            }
        } else {
            return Result<Cell>(detail::read_scalars<Cell>(*core_, select.statement()));
        }
    }
    /// The first value of a query, or nothing.
    template <class... F, class Item, bool Grouped>
    auto scalar(const Select<owners<F...>, std::tuple<Item>, Grouped>& select) {
        return scalars(select).first();
    }
    /// The second spelling of select: `session.query<Expense>().filter(e.amount > 50).first()`.
    template <class M>
    [[nodiscard]] Query<M> query() {
        return Query<M>(*this);
    }

    /// Loads the object's columns again and forgets its unflushed changes. @throws InvalidRequestError if its row is
    /// gone.
    template <class D>
    void refresh(const Ref<D>& object) {
        core_->refresh(object.state());
    }
    template <class D>
    [[nodiscard]] bool contains(const Ref<D>& object) const noexcept {
        return core_->contains(object.state());
    }
    /// Frees loaded objects that no Ref holds and nothing changed. @returns how many.
    std::size_t release_unused() { return core_->release_unused(); }

    /// Ends the transaction, lets all objects go (they become detached) and returns the connection; of a Session it
    /// rolls back. The session can be used again, and then sees what others committed meanwhile.
    void close() { core_->close(); }
    [[nodiscard]] const Engine& engine() const noexcept { return core_->engine(); }
    [[nodiscard]] detail::SessionCore& core() noexcept { return *core_; }

protected:
    ReadSession(const Engine& engine, const SessionOptions& options);
    std::unique_ptr<detail::SessionCore> core_;
};

}  // namespace athanor

#pragma GCC visibility pop
