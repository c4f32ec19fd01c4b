#pragma once

#include <utility>

#include <athanor/orm/select.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
std::size_t column_index_of(const sql::Expression& column);

template <class C, class V>
sql::ExpressionPtr assigned_value(const sql::ExpressionPtr& column, const V& value) {
    static_assert(meeting_t<const volatile C&, V>::value);
    return sql::bind(literal<typename C::value_type>(value), column.get());
}
}  // namespace detail

/// `insert<Category>().values(c.name, "Food")`: one row, without an object. Run it with session.execute.
template <class M>
class [[nodiscard]] Insert {
public:
    Insert() : statement_(sql::StatementKind::insert, {&detail::source_of<M>(), {}, {}, {}}) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }

    /// Sets a column; call it once for each.
    template <class T, class... Options, class V>
    Insert values(const volatile MappedIn<M, T, Options...>& column, const V& value) const {
        const sql::ExpressionPtr& node = column.expression();
        Insert next = *this;
        next.statement_.add_assignment(detail::column_index_of(*node),
                                       detail::assigned_value<MappedIn<M, T, Options...>>(node, value));
        return next;
    }

private:
    sql::Statement statement_;
};

/// `update<Expense>().where(e.amount < 0).values(e.amount, 0)`: every row that meets the conditions, in the database;
/// objects in memory are not touched (refresh them). Without where: every row of the table.
template <class M>
class [[nodiscard]] Update {
public:
    Update() : statement_(sql::StatementKind::update, {&detail::source_of<M>(), {}, {}, {}}) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }

    template <class T, class... Options, class V>
    Update values(const volatile MappedIn<M, T, Options...>& column, const V& value) const {
        const sql::ExpressionPtr& node = column.expression();
        Update next = *this;
        if constexpr (detail::SqlOperand<const V&>) {
            static_assert(detail::in_query_t<V, owners<M>>::value);
            next.statement_.add_assignment(detail::column_index_of(*node), detail::operand_t<V>::node(value));
        } else {
            next.statement_.add_assignment(detail::column_index_of(*node),
                                           detail::assigned_value<MappedIn<M, T, Options...>>(node, value));
        }
        return next;
    }
    template <detail::Condition X>
    detail::extended_t<Update, X, owners<M>> where(X&& condition) const {
        Update next = *this;
        next.statement_.add_where(detail::operand_t<X>::node(condition));
        return next;
    }

private:
    sql::Statement statement_;
};

/// `delete_<Expense>().where(e.date < day)`: every row that meets the conditions, in the database; objects in memory
/// are not touched, ORM cascades do not run (ON DELETE of the foreign keys does). Without where: every row of the
/// table.
template <class M>
class [[nodiscard]] Delete {
public:
    Delete() : statement_(sql::StatementKind::delete_, {&detail::source_of<M>(), {}, {}, {}}) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }
    template <detail::Condition X>
    detail::extended_t<Delete, X, owners<M>> where(X&& condition) const {
        Delete next = *this;
        next.statement_.add_where(detail::operand_t<X>::node(condition));
        return next;
    }

private:
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
