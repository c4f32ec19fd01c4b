#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include <athanor/engine/engine.hpp>
#include <athanor/orm/model.hpp>
#include <athanor/orm/result.hpp>
#include <athanor/orm/select.hpp>
#include <athanor/orm/session_core.hpp>
#include <athanor/orm/write.hpp>

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

template <class X>
concept WriteStatement = requires(const X& x) { x.statement(); } && !requires { typename X::row; };

}  // namespace detail

template <class M>
class Query;

/// A conversation with the database: a transaction, the objects it loaded and the changes to write. Changes are
/// collected and written together (flush), in the order the foreign keys ask for, grouped by table, changed columns
/// only. The same primary key is the same object. Destruction rolls back what is not committed, and logs how many
/// changes that loses. A session and its objects belong to one thread at a time (checked in builds without NDEBUG:
/// ThreadError). After a database error inside the transaction, calls throw PendingRollbackError until rollback().
class Session {
public:
    /// Takes no connection before it needs one.
    explicit Session(const Engine& engine, const SessionOptions& options = {})
        : core_(std::make_unique<detail::SessionCore>(engine, options)) {}
    Session(Session&&) noexcept = default;
    Session& operator=(Session&&) noexcept = default;
    ~Session() = default;

    /// Makes an object part of the session; its row is written at the next flush. Objects connected to it come along
    /// where the relationship's cascade has save-update, which is the default.
    /// @throws InvalidRequestError if the object belongs to another session.
    template <class D>
        requires std::is_base_of_v<detail::ModelTag<D>, D>
    Ref<D> add(D value) {
        return add(make<D>(std::move(value)));
    }
    template <class D>
    Ref<D> add(Ref<D> object) {
        core_->add(object.state());
        return object;
    }
    template <class D>
    void add_all(std::initializer_list<Ref<D>> objects) {
        for (const Ref<D>& object : objects)
            core_->add(object.state());
    }
    template <class D>
        requires std::is_base_of_v<detail::ModelTag<D>, D>
    void add_all(std::initializer_list<D> objects) {
        for (const D& object : objects)
            add(D(object));
    }
    /// Of models, which are moved from, or of Refs.
    template <class D>
    void add_all(std::vector<D> objects) {
        for (D& object : objects)
            add(std::move(object));
    }

    /// The object with this primary key, from memory if it was loaded before, else from the database; empty if there is
    /// none. A composite key is given in the order of the model's primary_key members.
    template <class D, class... Key>
        requires(sizeof...(Key) > 0)
    [[nodiscard]] Ref<D> get(const Key&... key) {
        const Value values[] = {detail::key_value(key)...};
        return Ref<D>(core_->get(mapper_of<D>(), values));
    }

    /// Runs a query: a range of tuples, each cell with its C++ type. Flushes first (autoflush).
    template <class... F, class... Items, bool Grouped>
    auto execute(const Select<owners<F...>, std::tuple<Items...>, Grouped>& select) ->
        typename detail::Answered<Result<detail::row_t<owners<F...>, Grouped, Items...>>,
                                  Select<owners<F...>, std::tuple<Items...>, Grouped>>::type {
        using Row = detail::row_t<owners<F...>, Grouped, Items...>;
        return Result<Row>(detail::read_rows<Row, detail::cell_kind_t<Items>...>(*core_, select.statement()));
    }
    /// Runs an INSERT, UPDATE or DELETE. Flushes first. @returns the number of rows affected.
    template <detail::WriteStatement W>
    std::int64_t execute(const W& write) {
        return core_->execute_write(write.statement());
    }
    /// Runs a query with one entry in its select list: a range of objects or values.
    template <class... F, class Item, bool Grouped>
    auto scalars(const Select<owners<F...>, std::tuple<Item>, Grouped>& select) ->
        typename detail::Answered<Result<typename detail::Cell<Item, owners<F...>, Grouped>::type>,
                                  Select<owners<F...>, std::tuple<Item>, Grouped>>::type {
        using Cell = typename detail::Cell<Item, owners<F...>, Grouped>::type;
        if constexpr (detail::is_entity<Item>) {
            using M = typename Item::model;
            const auto states = detail::query_objects(*core_, mapper_of<M>(), select.statement());
            if constexpr (std::same_as<Cell, Ref<M>>) {
                return Result<Cell>(states);
            } else {
                std::vector<Cell> rows;
                for (detail::InstanceState* state : states)
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

    /// Writes all changes to the database, inside the transaction. @throws IntegrityError, DataError, StaleDataError …
    void flush() { core_->flush(); }
    /// Flushes and ends the transaction; sends nothing if there is nothing to do. If it throws, nothing was committed:
    /// roll back and try again.
    void commit() { core_->commit(); }
    /// Undoes the transaction, in the database and in memory: new objects are transient again, deleted ones persistent,
    /// changed members and collections have the value they had when the transaction began.
    void rollback() { core_->rollback(); }
    /// Rolls back, lets all objects go (they become detached) and returns the connection. The session can be used
    /// again.
    void close() { core_->close(); }

    /// Marks an object to be deleted at the next flush, with what its relationships cascade to. (`delete` is a word of
    /// C++.)
    template <class D>
    void delete_(const Ref<D>& object) {
        core_->delete_(object.state());
    }
    /// Loads the object's columns again and forgets its unflushed changes. @throws InvalidRequestError if its row is
    /// gone.
    template <class D>
    void refresh(const Ref<D>& object) {
        core_->refresh(object.state());
    }
    /// Takes an object out of the session: it becomes detached, its unflushed changes are not written.
    template <class D>
    void expunge(const Ref<D>& object) {
        core_->expunge(object.state());
    }
    template <class D>
    [[nodiscard]] bool contains(const Ref<D>& object) const noexcept {
        return core_->contains(object.state());
    }
    /// Frees loaded objects that no Ref holds and nothing changed. @returns how many.
    std::size_t release_unused() { return core_->release_unused(); }

    /// How many objects the next flush would write.
    [[nodiscard]] std::size_t pending() const noexcept { return core_->pending(); }
    [[nodiscard]] const Engine& engine() const noexcept { return core_->engine(); }
    /// The connection of the current transaction, begun if needed.
    [[nodiscard]] Connection& connection() { return core_->connection(); }
    [[nodiscard]] bool autoflush() const noexcept { return core_->autoflush(); }
    void set_autoflush(bool on) noexcept { core_->set_autoflush(on); }
    [[nodiscard]] detail::SessionCore& core() noexcept { return *core_; }

private:
    std::unique_ptr<detail::SessionCore> core_;
};

}  // namespace athanor

#pragma GCC visibility pop
