#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <athanor/orm/expressions.hpp>
#include <athanor/orm/loader_options.hpp>
#include <athanor/orm/model.hpp>
#include <athanor/sql/statement.hpp>

namespace athanor {

/// A table in FROM that is outer joined: its columns may be NULL in the result.
template <class M>
struct maybe {};

namespace detail {

/// One entry of a select list, as a type.
template <class M>
struct EntityItem {
    using from = owners<M>;
};
template <class T, class Os, Nullness N>
struct ColumnItem {
    using from = Os;
};

template <class M, class... F>
inline constexpr bool has_from = ((std::same_as<M, F> || std::same_as<maybe<M>, F>) || ...);
template <class Os, class From>
inline constexpr bool covered = false;
template <class... O, class... F>
inline constexpr bool covered<owners<O...>, owners<F...>> = (has_from<O, F...> && ...);
template <class Os, class From>
inline constexpr bool outer_joined = false;
template <class... O, class... F>
inline constexpr bool outer_joined<owners<O...>, owners<F...>> = (is_one_of<maybe<O>, F...> || ...);

template <class Item, class From, bool Grouped>
struct Cell;
template <class T, class Os, Nullness N, class From, bool Grouped>
struct Cell<ColumnItem<T, Os, N>, From, Grouped> {
    static constexpr bool can_be_null =
        is_optional<T> || (N != Nullness::never && outer_joined<Os, From>) || (N == Nullness::aggregate && !Grouped);
    using type = optional_if<bare_t<T>, N != Nullness::never && can_be_null>;
};
template <class M, class From, bool Grouped>
struct Cell<EntityItem<M>, From, Grouped> {
    using type = std::conditional_t<outer_joined<owners<M>, From>, std::optional<Ref<M>>, Ref<M>>;
};

template <class X>
using item_of = ColumnItem<typename operand_t<X>::value, typename operand_t<X>::from, operand_t<X>::nullness>;

template <class Item, class From>
struct selected_item {
    static_assert(
        covered<typename Item::from, From>,
        "athanor: a selected column's table is not in FROM: add .join(...); the column and FROM are named above");
    static constexpr bool value = true;
};

template <class M>
const sql::FromSource& source_of() {
    return mapper_of<M>().source();
}
/// The source a prototype stands for: its model's table, or the alias it was made with.
const sql::FromSource& prototype_source(const volatile FieldLink& first_member);
template <class M>
const sql::FromSource& source_of(const volatile M& prototype) {
    // Every mapped member begins with its link; the first member of a model lies at its first descriptor's offset.
    const auto* at = reinterpret_cast<const volatile std::byte*>(&prototype) + descriptor_of<M>().columns[0].offset;
    return prototype_source(*reinterpret_cast<const volatile FieldLink*>(at));
}

template <class... Os>
struct FoldOwners {
    using type = owners<>;
};
template <class A, class... Rest>
struct FoldOwners<A, Rest...> {
    using type = unite_t<A, typename FoldOwners<Rest...>::type>;
};
/// FROM starts with the first column's model; the others come by join.
template <class Os>
struct StartOf {
    using type = owners<>;
};
template <class O, class... Os>
struct StartOf<owners<O, Os...>> {
    using type = owners<O>;
};

/// The source of the first column in an expression; FROM starts there.
const sql::FromSource* first_source(const sql::Expression& expression);
void join_relationship(sql::Statement& statement, const volatile FieldLink& link, const sql::FromSource* target,
                       bool outer);

}  // namespace detail

/// A SELECT as a value. Every method returns a changed copy and leaves this one as it is, so assign the result:
/// `q = q.where(…)`. From (an owners<…>) is what FROM holds so far, so a column of a table that is not there does not
/// compile; Items is the select list, from which the row's type follows. Cheap to copy: one pointer.
/// Distinct objects may be used from different threads.
template <class From, class Items, bool Grouped = false>
class Select;

template <class... F, class... Items, bool Grouped>
class [[nodiscard]] Select<owners<F...>, std::tuple<Items...>, Grouped> {
public:
    using from = owners<F...>;
    using row = std::tuple<typename detail::Cell<Items, from, Grouped>::type...>;

    explicit Select(sql::Statement statement) noexcept : statement_(std::move(statement)) {}
    [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }
    [[nodiscard]] sql::Statement& statement() noexcept { return statement_; }

    /// Adds a condition; several are joined by AND.
    template <detail::Condition X>
        requires detail::covered<typename detail::operand_t<X>::from, from>
    Select where(X&& condition) const {
        Select next = *this;
        next.statement_.add_where(detail::operand_t<X>::node(condition));
        return next;
    }
    template <detail::Condition X>
        requires(!detail::covered<typename detail::operand_t<X>::from, from>)
    Select where(X&&) const = delete;  // athanor: this column's table is not in FROM: add .join(...) first
    Select where(std::same_as<bool> auto) const =
        delete;  // athanor: a C++ bool is no condition: compare columns(), not an object's members
    template <class... X>
        requires(sizeof...(X) > 1)
    Select where(X&&... conditions) const {
        Select next = *this;
        ((next = next.where(conditions)), ...);
        return next;
    }

    /// Joins along a relationship; ON follows from its foreign key: `.join(c.expenses)`.
    template <class R>
        requires detail::has_from<typename R::owner, F...>
    [[nodiscard]] auto join(const volatile R& relationship) const {
        return joined<typename R::target, typename R::target>(relationship, nullptr, false);
    }
    /// Joins along a relationship to an alias of its target.
    template <class R, class M>
        requires detail::has_from<typename R::owner, F...>
    [[nodiscard]] auto join(const volatile R& relationship, const volatile M& alias) const {
        return joined<M, M>(relationship, &detail::source_of(alias), false);
    }
    template <class R>
        requires detail::has_from<typename R::owner, F...>
    [[nodiscard]] auto outerjoin(const volatile R& relationship) const {
        return joined<typename R::target, maybe<typename R::target>>(relationship, nullptr, true);
    }
    template <class R>
        requires(!detail::has_from<typename R::owner, F...>)
    Select
    join(const volatile R&) const = delete;  // athanor: the left side of this relationship is not in the query yet
    template <class R>
        requires(!detail::has_from<typename R::owner, F...>)
    Select
    outerjoin(const volatile R&) const = delete;  // athanor: the left side of this relationship is not in the query yet
    /// Joins a model (or an alias of one) by a condition: `.join(m, e.manager_id == m.id)`.
    template <class M, detail::Condition X>
        requires std::is_base_of_v<detail::ModelTag<M>, M> &&
                 detail::covered<typename detail::operand_t<X>::from, owners<F..., M>>
    [[nodiscard]] auto join(const volatile M& target, X&& on) const {
        return joined_on<M>(target, detail::operand_t<X>::node(on), false);
    }
    template <class M, detail::Condition X>
        requires std::is_base_of_v<detail::ModelTag<M>, M> &&
                 detail::covered<typename detail::operand_t<X>::from, owners<F..., M>>
    [[nodiscard]] auto outerjoin(const volatile M& target, X&& on) const {
        return joined_on<maybe<M>>(target, detail::operand_t<X>::node(on), true);
    }

    template <class... X>
        requires(sizeof...(X) > 0) && (detail::SqlOperand<X> && ...) &&
                (detail::covered<typename detail::operand_t<X>::from, from> && ...)
    [[nodiscard]] auto group_by(X&&... columns) const {
        Select<from, std::tuple<Items...>, true> next(statement_);
        (next.statement().add_group_by(detail::operand_t<X>::node(columns)), ...);
        return next;
    }
    template <detail::Condition X>
        requires detail::covered<typename detail::operand_t<X>::from, from>
    Select having(X&& condition) const {
        Select next = *this;
        next.statement_.add_having(detail::operand_t<X>::node(condition));
        return next;
    }
    template <class... X>
        requires(sizeof...(X) > 0)
    Select order_by(X&&... terms) const {
        Select next = *this;
        (next.add_order(terms), ...);
        return next;
    }
    /// @throws ArgumentError if negative.
    Select limit(std::int64_t rows) const {
        Select next = *this;
        next.statement_.set_limit(rows);
        return next;
    }
    Select offset(std::int64_t rows) const {
        Select next = *this;
        next.statement_.set_offset(rows);
        return next;
    }
    Select distinct() const {
        Select next = *this;
        next.statement_.set_distinct();
        return next;
    }
    /// How relationships of the returned objects load: `.options(selectinload(c.expenses))`.
    template <std::same_as<LoaderOption>... O>
    Select options(const O&... options) const {
        Select next = *this;
        (detail::add_loader_option(next.statement_, options), ...);
        return next;
    }
    /// Objects that the session knows already take the values of their rows again, unflushed changes excepted.
    Select populate_existing() const {
        Select next = *this;
        detail::set_populate_existing(next.statement_);
        return next;
    }
    /// Starts FROM at another model than the first column's.
    template <class M>
    [[nodiscard]] auto select_from() const {
        Select<owners<M>, std::tuple<Items...>, Grouped> next(statement_);
        next.statement().edit_select().from = &detail::source_of<M>();
        return next;
    }

private:
    template <class Target, class Added, class R>
    auto joined(const volatile R& relationship, const sql::FromSource* alias, bool outer) const {
        Select<owners<F..., Added>, std::tuple<Items...>, Grouped> next(statement_);
        detail::join_relationship(next.statement(), relationship.link(), alias ? alias : &detail::source_of<Target>(),
                                  outer);
        return next;
    }
    template <class Added, class M>
    auto joined_on(const volatile M& target, sql::ExpressionPtr on, bool outer) const {
        Select<owners<F..., Added>, std::tuple<Items...>, Grouped> next(statement_);
        next.statement().add_join(detail::source_of(target), std::move(on), outer);
        return next;
    }
    template <class Os>
    void add_order(const OrderBy<Os>& term) {
        static_assert(detail::covered<Os, from>,
                      "athanor: order_by: this column's table is not in FROM: add .join(...) first");
        statement_.add_order_by(term.ordering);
    }
    template <detail::SqlOperand X>
    void add_order(X& term) {
        static_assert(detail::covered<typename detail::operand_t<X>::from, from>,
                      "athanor: order_by: this column's table is not in FROM: add .join(...) first");
        statement_.add_order_by({detail::operand_t<X>::node(term), false});
    }

    sql::Statement statement_;
};

/// `select<Expense>()`: whole objects. `select<Category, Expense>()` needs a join between them.
template <class... M>
    requires(sizeof...(M) > 0)
[[nodiscard]] auto select() {
    using First = std::tuple_element_t<0, std::tuple<M...>>;
    sql::Statement statement{sql::SelectBody{}};
    statement.edit_select().from = &detail::source_of<First>();
    (statement.add_entity(detail::source_of<M>()), ...);
    return Select<owners<First>, std::tuple<detail::EntityItem<M>...>>(std::move(statement));
}
/// `select(c.name, func::count(e.id))`: columns and expressions. `select<Category>(e.amount)`: objects, then columns.
/// `select(m)` with an alias: whole objects from it.
template <class... M, class... X>
    requires(sizeof...(X) > 0) && (detail::SqlOperand<X> && ...)
[[nodiscard]] auto select(X&&... items) {
    sql::Statement statement{sql::SelectBody{}};
    (statement.add_entity(detail::source_of<M>()), ...);
    (statement.add_item(detail::operand_t<X>::node(items)), ...);
    if constexpr (sizeof...(M) > 0) {
        using First = std::tuple_element_t<0, std::tuple<M...>>;
        statement.edit_select().from = &detail::source_of<First>();
        return Select<owners<First>, std::tuple<detail::EntityItem<M>..., detail::item_of<X>...>>(std::move(statement));
    } else {
        using All = typename detail::FoldOwners<typename detail::operand_t<X>::from...>::type;
        const sql::FromSource* first = nullptr;
        ((first = first ? first : detail::first_source(*detail::operand_t<X>::node(items))), ...);
        statement.edit_select().from = first;
        return Select<typename detail::StartOf<All>::type, std::tuple<detail::item_of<X>...>>(std::move(statement));
    }
}
template <class M>
    requires std::is_base_of_v<detail::ModelTag<M>, M>
[[nodiscard]] auto select(const volatile M& alias) {
    sql::Statement statement{sql::SelectBody{}};
    statement.edit_select().from = &detail::source_of(alias);
    statement.add_entity(detail::source_of(alias));
    return Select<owners<M>, std::tuple<detail::EntityItem<M>>>(std::move(statement));
}

}  // namespace athanor
