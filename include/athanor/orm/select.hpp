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

#pragma GCC visibility push(default)

namespace athanor {

/// A table in FROM that is outer joined: its columns may be NULL in the result.
template <class M>
struct maybe {};
template <class From, class Items, bool Grouped = false>
class Select;

namespace detail {

/// One entry of a select list, as a type.
template <class M>
struct EntityItem {
    using model = M;
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
        is_optional<T> || outer_joined<Os, From> || (N == Nullness::aggregate && !Grouped);
    using type = optional_if<bare_t<T>, N != Nullness::never && N != Nullness::counted && can_be_null>;
};
template <class M, class From, bool Grouped>
struct Cell<EntityItem<M>, From, Grouped> {
    using type = std::conditional_t<outer_joined<owners<M>, From>, std::optional<Ref<M>>, Ref<M>>;
};

template <class From, bool Grouped, class... Items>
using row_t = std::tuple<typename Cell<Items, From, Grouped>::type...>;

template <class X>
using item_of = ColumnItem<typename operand_t<X>::value, typename operand_t<X>::from, operand_t<X>::nullness>;

// ---- mistakes in a query: each gives std::true_type or what the method returns, or the name of the mistake

/// The first model that FROM does not hold.
template <class Os, class From>
struct MissingModel {
    using type = void;
};
template <class O, class... Os, class From>
struct MissingModel<owners<O, Os...>, From> {
    using type = typename std::conditional_t<covered<owners<O>, From>, MissingModel<owners<Os...>, From>,
                                             std::type_identity<O>>::type;
};
template <class X, class From>
struct NotInQuery;
template <class X, class... F>
struct NotInQuery<X, owners<F...>> {
    using missing = typename MissingModel<typename operand_t<X>::from, owners<F...>>::type;
    using type = mistake::column_of_a_table_not_in_the_query<
        std::conditional_t<is_mapped<std::remove_cvref_t<X>>, spelled_t<X>, mistake::column<missing>>,
        mistake::from<F...>, remedy::add_join_or_outerjoin>;
};
template <class X, class From>
using in_query_t = typename std::conditional_t<covered<typename operand_t<X>::from, From>,
                                               std::type_identity<std::true_type>, NotInQuery<X, From>>::type;
/// What a method returns that takes X into a statement over From.
template <class Statement, class X, class From>
using extended_t = typename std::conditional_t<covered<typename operand_t<X>::from, From>,
                                               std::type_identity<Statement>, NotInQuery<X, From>>::type;

template <class Item>
inline constexpr bool is_aggregate = false;
template <class T, class Os, Nullness N>
inline constexpr bool is_aggregate<ColumnItem<T, Os, N>> = N == Nullness::aggregate || N == Nullness::counted;
/// Whether an item needs GROUP BY where aggregates stand beside it.
template <class Item>
inline constexpr bool is_plain = !is_aggregate<Item> && !std::same_as<typename Item::from, owners<>>;

template <class Item>
struct SpellItem;
template <class T, class Os, Nullness N>
struct SpellItem<ColumnItem<T, Os, N>> : SpelledItem<T, Os> {};
template <class M>
struct SpellItem<EntityItem<M>> {
    using type = mistake::column<M>;
};
template <class Item, class From>
struct ItemNotInQuery;
template <class Item, class... F>
struct ItemNotInQuery<Item, owners<F...>> {
    using type = mistake::column_of_a_table_not_in_the_query<typename SpellItem<Item>::type, mistake::from<F...>,
                                                             remedy::add_join_or_outerjoin>;
};
template <class Item>
struct ItemNotGrouped {
    using type = mistake::ungrouped_column_beside_an_aggregate<typename SpellItem<Item>::type, remedy::add_group_by>;
};
/// std::type_identity<Answer>, or the first mistake of the select list.
template <class Answer, class From, bool Mixed, class... Items>
struct CheckedItems : std::type_identity<Answer> {};
template <class Answer, class From, bool Mixed, class Item, class... Items>
struct CheckedItems<Answer, From, Mixed, Item, Items...>
    : std::conditional_t<!covered<typename Item::from, From>, ItemNotInQuery<Item, From>,
                         std::conditional_t<Mixed && is_plain<Item>, ItemNotGrouped<Item>,
                                            CheckedItems<Answer, From, Mixed, Items...>>> {};
/// What running a SELECT gives, a Result of its rows or of its only cells, or the name of the mistake.
template <class Answer, class S>
struct Answered;
template <class Answer, class From, class... Items, bool Grouped>
struct Answered<Answer, Select<From, std::tuple<Items...>, Grouped>>
    : CheckedItems<Answer, From, !Grouped && (is_aggregate<Items> || ...), Items...> {};

template <class R, class... F>
struct RelationshipNotInQuery {
    using type = mistake::relationship_of_a_table_not_in_the_query<typename R::owner, mistake::from<F...>,
                                                                   remedy::add_join_or_outerjoin>;
};

template <class M>
[[gnu::always_inline]] inline const sql::FromSource& source_of() {
    return mapper_of<M>().source();
}
/// The source a prototype stands for: its model's table, or the alias it was made with.
const sql::FromSource& prototype_source(const volatile FieldLink& first_member);
/// A model and its columns, as `columns()` and `aliased` give them.
template <class M>
struct ModelOfColumns {
    using type = M;
};
template <class M>
struct ModelOfColumns<Columns<M>> {
    using type = M;
};
template <class M>
using model_of_t = typename ModelOfColumns<M>::type;
template <class M>
concept ColumnsOfAModel = std::is_base_of_v<ModelTag<model_of_t<M>>, model_of_t<M>>;

template <class M>
const sql::FromSource& source_of(const volatile M& prototype) {
    // Every mapped member begins with its link; the first member of a model lies at its first descriptor's offset.
    const auto* at =
        reinterpret_cast<const volatile std::byte*>(&prototype) + descriptor_of<model_of_t<M>>().columns[0].offset;
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

// The steps of a typed SELECT, compiled once: each gives a changed copy of the statement.

using Sources = std::initializer_list<const sql::FromSource*>;
using Nodes = std::initializer_list<const sql::ExpressionPtr*>;
/// FROM starts with the first entity, or where there is none with the first column's source.
sql::Statement select_statement(Sources entities, Nodes items);
sql::Statement with_where(const sql::Statement& statement, const sql::ExpressionPtr& condition);
sql::Statement with_where(const sql::Statement& statement, Nodes conditions);
sql::Statement with_group_by(const sql::Statement& statement, Nodes columns);
sql::Statement with_having(const sql::Statement& statement, const sql::ExpressionPtr& condition);
struct Term {
    const sql::ExpressionPtr* expression;
    bool descending;
};
Term term_of(const operators::OrderByBase& term) noexcept;
Term term_of(const operators::ExprBase& term) noexcept;
Term term_of(const volatile operators::ColumnBase& term);
sql::Statement with_order_by(const sql::Statement& statement, std::initializer_list<Term> terms);
sql::Statement with_limit(const sql::Statement& statement, std::int64_t rows);
sql::Statement with_offset(const sql::Statement& statement, std::int64_t rows);
sql::Statement with_distinct(const sql::Statement& statement);
sql::Statement with_join(const sql::Statement& statement, const sql::FromSource& target, const sql::ExpressionPtr& on,
                         bool outer);
sql::Statement with_source(const sql::Statement& statement, const sql::FromSource& source);
sql::Statement with_relationship(const sql::Statement& statement, const volatile FieldLink& link,
                                 const sql::FromSource& target, bool outer);

/// What a term of ORDER BY takes columns from, as an operand. Nothing for what is no term, as a member of an object.
template <class X>
struct OrderedBy;
template <SqlOperand X>
struct OrderedBy<X> {
    using type = X;
};
template <class X>
    requires std::is_base_of_v<operators::OrderByBase, std::remove_cvref_t<X>>
struct OrderedBy<X> {
    using type = Expr<int, typename std::remove_cvref_t<X>::from>;
};
template <class X>
using ordered_t = typename OrderedBy<X>::type;

}  // namespace detail

/// A SELECT as a value. Every method returns a changed copy and leaves this one as it is, so assign the result:
/// `q = q.where(…)`. From (an owners<…>) is what FROM holds so far, so a column of a table that is not there does not
/// compile; Items is the select list, from which the row's type follows. Cheap to copy: one pointer.
/// Distinct objects may be used from different threads.
template <class... F, class... Items, bool Grouped>
class [[nodiscard]] Select<owners<F...>, std::tuple<Items...>, Grouped> {
public:
    using from = owners<F...>;
    using row = detail::row_t<from, Grouped, Items...>;

    [[gnu::always_inline]] explicit Select(sql::Statement statement) noexcept
        : statement_(static_cast<sql::Statement&&>(statement)) {}
    [[gnu::always_inline]] ~Select() = default;
    [[gnu::always_inline]] Select(const Select&) = default;
    [[gnu::always_inline]] Select& operator=(const Select&) = default;
    [[gnu::always_inline]] Select(Select&&) noexcept = default;
    [[gnu::always_inline]] Select& operator=(Select&&) noexcept = default;
    [[gnu::always_inline]] [[nodiscard]] const sql::Statement& statement() const noexcept { return statement_; }
    [[nodiscard]] sql::Statement& statement() noexcept { return statement_; }

    /// Adds a condition; several are joined by AND.
    template <detail::Condition X>
    detail::extended_t<Select, X, from> where(X&& condition) const {
        return Select(detail::with_where(statement_, detail::node_of(condition)));
    }
    mistake::condition_is_a_plain_bool<mistake::from<F...>, remedy::compare_columns_not_members_of_an_object>
        where(std::same_as<bool> auto) const;
    template <class... X>
        requires(sizeof...(X) > 1)
    Select where(X&&... conditions) const {
        if constexpr ((detail::Condition<X> && ...)) {
            static_assert((detail::in_query_t<X, from>::value && ...));
            return Select(detail::with_where(statement_, {&detail::node_of(conditions)...}));
        } else {
            Select next = *this;
            ((next = next.where(conditions)), ...);
            return next;
        }
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
        using Target = detail::model_of_t<M>;
        return joined<Target, Target>(relationship, &detail::source_of(alias), false);
    }
    template <class R>
        requires detail::has_from<typename R::owner, F...>
    [[nodiscard]] auto outerjoin(const volatile R& relationship) const {
        return joined<typename R::target, maybe<typename R::target>>(relationship, nullptr, true);
    }
    template <class R>
        requires(!detail::has_from<typename R::owner, F...>)
    typename detail::RelationshipNotInQuery<R, F...>::type join(const volatile R&) const;
    template <class R>
        requires(!detail::has_from<typename R::owner, F...>)
    typename detail::RelationshipNotInQuery<R, F...>::type outerjoin(const volatile R&) const;
    /// Joins a model (or an alias of one) by a condition: `.join(m, e.manager_id == m.id)`.
    template <detail::ColumnsOfAModel M, detail::Condition X>
        requires detail::covered<typename detail::operand_t<X>::from, owners<F..., detail::model_of_t<M>>>
    [[nodiscard]] auto join(const volatile M& target, X&& on) const {
        return joined_on<detail::model_of_t<M>>(target, detail::node_of(on), false);
    }
    template <detail::ColumnsOfAModel M, detail::Condition X>
        requires detail::covered<typename detail::operand_t<X>::from, owners<F..., detail::model_of_t<M>>>
    [[nodiscard]] auto outerjoin(const volatile M& target, X&& on) const {
        return joined_on<maybe<detail::model_of_t<M>>>(target, detail::node_of(on), true);
    }

    template <class... X>
        requires(sizeof...(X) > 0) && (detail::SqlOperand<X> && ...)
    [[nodiscard]] auto group_by(X&&... columns) const {
        static_assert((detail::in_query_t<X, from>::value && ...));
        return Select<from, std::tuple<Items...>, true>(
            detail::with_group_by(statement_, {&detail::node_of(columns)...}));
    }
    template <detail::Condition X>
    detail::extended_t<Select, X, from> having(X&& condition) const {
        return Select(detail::with_having(statement_, detail::node_of(condition)));
    }
    template <class... X>
        requires(sizeof...(X) > 0)
    Select order_by(X&&... terms) const {
        static_assert((detail::in_query_t<detail::ordered_t<X>, from>::value && ...));
        return Select(detail::with_order_by(statement_, {detail::term_of(terms)...}));
    }
    /// @throws ArgumentError if negative.
    Select limit(std::int64_t rows) const { return Select(detail::with_limit(statement_, rows)); }
    Select offset(std::int64_t rows) const { return Select(detail::with_offset(statement_, rows)); }
    Select distinct() const { return Select(detail::with_distinct(statement_)); }
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
        return Select<owners<M>, std::tuple<Items...>, Grouped>(
            detail::with_source(statement_, detail::source_of<M>()));
    }

private:
    template <class Target, class Added, class R>
    [[gnu::always_inline]] auto joined(const volatile R& relationship, const sql::FromSource* alias, bool outer) const {
        return Select<owners<F..., Added>, std::tuple<Items...>, Grouped>(detail::with_relationship(
            statement_, relationship.link(), alias ? *alias : detail::source_of<Target>(), outer));
    }
    template <class Added, class M>
    auto joined_on(const volatile M& target, const sql::ExpressionPtr& on, bool outer) const {
        return Select<owners<F..., Added>, std::tuple<Items...>, Grouped>(
            detail::with_join(statement_, detail::source_of(target), on, outer));
    }

    sql::Statement statement_;
};

/// `select<Expense>()`: whole objects. `select<Category, Expense>()` needs a join between them.
template <class... M>
    requires(sizeof...(M) > 0)
[[nodiscard]] auto select() {
    using Start = typename detail::StartOf<owners<M...>>::type;
    return Select<Start, std::tuple<detail::EntityItem<M>...>>(
        detail::select_statement({&detail::source_of<M>()...}, {}));
}
/// `select(c.name, func::count(e.id))`: columns and expressions. `select<Category>(e.amount)`: objects, then columns.
/// `select(m)` with an alias: whole objects from it.
template <class... M, class... X>
    requires(sizeof...(X) > 0) && (detail::SqlOperand<X> && ...)
[[nodiscard]] auto select(X&&... items) {
    if constexpr (sizeof...(M) > 0) {
        using Start = typename detail::StartOf<owners<M...>>::type;
        return Select<Start, std::tuple<detail::EntityItem<M>..., detail::item_of<X>...>>(
            detail::select_statement({&detail::source_of<M>()...}, {&detail::node_of(items)...}));
    } else {
        using All = typename detail::FoldOwners<typename detail::operand_t<X>::from...>::type;
        return Select<typename detail::StartOf<All>::type, std::tuple<detail::item_of<X>...>>(
            detail::select_statement({}, {&detail::node_of(items)...}));
    }
}
template <detail::ColumnsOfAModel M>
[[nodiscard]] auto select(const volatile M& alias) {
    using Model = detail::model_of_t<M>;
    return Select<owners<Model>, std::tuple<detail::EntityItem<Model>>>(
        detail::select_statement({&detail::source_of(alias)}, {}));
}

}  // namespace athanor

#pragma GCC visibility pop
