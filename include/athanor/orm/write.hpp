#pragma once

#include <utility>

#include <athanor/orm/select.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
sql::Statement write_statement(sql::StatementKind kind, const sql::FromSource& table);
sql::Statement with_assignment(const sql::Statement& statement, const sql::ExpressionPtr& column, Value value);
sql::Statement with_assignment(const sql::Statement& statement, const sql::ExpressionPtr& column,
                               const sql::ExpressionPtr& value);
}  // namespace detail

/// `insert<Category>().values(c.name, "Food")`: one row, without an object. Run it with session.execute.
template <class M>
class [[nodiscard]] Insert {
public:
    Insert() : statement_(detail::write_statement(sql::StatementKind::insert, detail::source_of<M>())) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }

    /// Sets a column; call it once for each.
    template <class T, class... Options, class V>
    Insert values(const volatile MappedIn<M, T, Options...>& column, const V& value) const {
        static_assert(detail::meeting_t<const volatile MappedIn<M, T, Options...>&, V>::value);
        return Insert(detail::with_assignment(statement_, column.expression(), detail::literal<T>(value)));
    }

private:
    explicit Insert(sql::Statement statement) noexcept : statement_(static_cast<sql::Statement&&>(statement)) {}

    sql::Statement statement_;
};

/// `update<Expense>().where(e.amount < 0).values(e.amount, 0)`: every row that meets the conditions, in the database;
/// objects in memory are not touched (refresh them). Without where: every row of the table.
template <class M>
class [[nodiscard]] Update {
public:
    Update() : statement_(detail::write_statement(sql::StatementKind::update, detail::source_of<M>())) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }

    template <class T, class... Options, class V>
    Update values(const volatile MappedIn<M, T, Options...>& column, const V& value) const {
        if constexpr (detail::SqlOperand<const V&>) {
            static_assert(detail::in_query_t<V, owners<M>>::value);
            return Update(detail::with_assignment(statement_, column.expression(), detail::node_of(value)));
        } else {
            static_assert(detail::meeting_t<const volatile MappedIn<M, T, Options...>&, V>::value);
            return Update(detail::with_assignment(statement_, column.expression(), detail::literal<T>(value)));
        }
    }
    template <detail::Condition X>
    detail::extended_t<Update, X, owners<M>> where(X&& condition) const {
        return Update(detail::with_where(statement_, detail::node_of(condition)));
    }

private:
    explicit Update(sql::Statement statement) noexcept : statement_(static_cast<sql::Statement&&>(statement)) {}

    sql::Statement statement_;
};

/// `delete_<Expense>().where(e.date < day)`: every row that meets the conditions, in the database; objects in memory
/// are not touched, ORM cascades do not run (ON DELETE of the foreign keys does). Without where: every row of the
/// table.
template <class M>
class [[nodiscard]] Delete {
public:
    Delete() : statement_(detail::write_statement(sql::StatementKind::delete_, detail::source_of<M>())) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }
    template <detail::Condition X>
    detail::extended_t<Delete, X, owners<M>> where(X&& condition) const {
        return Delete(detail::with_where(statement_, detail::node_of(condition)));
    }

private:
    explicit Delete(sql::Statement statement) noexcept : statement_(static_cast<sql::Statement&&>(statement)) {}

    sql::Statement statement_;
};

template <class M>
[[nodiscard]] Insert<M> insert() {
    return Insert<M>();
}
template <class M>
[[nodiscard]] Update<M> update() {
    return Update<M>();
}
/// `delete` is a word of C++, hence the underscore.
template <class M>
[[nodiscard]] Delete<M> delete_() {
    return Delete<M>();
}

}  // namespace athanor

#pragma GCC visibility pop
