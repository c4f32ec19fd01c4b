#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <athanor/orm/descriptor.hpp>
#include <athanor/orm/detail/spelling.hpp>
#include <athanor/orm/types.hpp>
#include <athanor/sql/expression.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// The models an expression takes columns from, or a statement's FROM. A type, never a value.
template <class... Models>
struct owners {};

/// When an expression can be NULL beyond what its type T says.
enum class Nullness : unsigned char {
    as_typed,   ///< only where T is optional, or its table is outer joined
    never,      ///< IS NULL
    counted,    ///< never NULL, and an aggregate: count
    aggregate,  ///< also for a query without GROUP BY that meets no row: sum, avg, min, max
};

template <class T, class Owners, Nullness N = Nullness::as_typed>
class Expr;
template <class Owner, class T, class... Options>
class MappedIn;

// The operators live in a namespace of their own, reached through the base classes of columns and expressions, so that
// `using namespace athanor` does not offer them to every == of a program. What the bases hold is compiled once, however
// many types of columns and expressions there are.
namespace operators {

class ColumnBase {
public:
    /// The column as a node of SQL. @throws InvalidRequestError for a member that is not a prototype's.
    [[nodiscard]] const sql::ExpressionPtr& expression() const volatile;

    ColumnBase& operator=(const ColumnBase&) = delete;

protected:
    constexpr ColumnBase() = default;
    constexpr explicit ColumnBase(bool assigned) : link_(assigned) {}
    ColumnBase(const ColumnBase& other) noexcept : link_(other.link_.assigned()) {}
    ~ColumnBase() = default;

    athanor::detail::FieldLink link_;
};

class ExprBase {
public:
    [[nodiscard]] const sql::ExpressionPtr& node() const noexcept { return node_; }

protected:
    explicit ExprBase(sql::ExpressionPtr node) noexcept;

    sql::ExpressionPtr node_;
};

struct OrderByBase {
    sql::Ordering ordering;
};

}  // namespace operators

namespace detail {

// ---- sets of models

template <class X, class... Ts>
inline constexpr bool is_one_of = (std::same_as<X, Ts> || ...);
template <class A, class B>
struct Unite;
template <class... A>
struct Unite<owners<A...>, owners<>> {
    using type = owners<A...>;
};
template <class... A, class B, class... Bs>
struct Unite<owners<A...>, owners<B, Bs...>>
    : Unite<std::conditional_t<is_one_of<B, A...>, owners<A...>, owners<A..., B>>, owners<Bs...>> {};
template <class A, class B>
using unite_t = typename Unite<A, B>::type;

// ---- what may stand in SQL: a column of a prototype (const volatile), or an expression made of such

template <class X>
inline constexpr bool is_expr = false;
template <class T, class Os, Nullness N>
inline constexpr bool is_expr<Expr<T, Os, N>> = true;
template <class X>
inline constexpr bool is_mapped = false;
template <class O, class T, class... Opts>
inline constexpr bool is_mapped<MappedIn<O, T, Opts...>> = true;

template <class X>
concept SqlOperand = is_expr<std::remove_cvref_t<X>> ||
                     (is_mapped<std::remove_cvref_t<X>> && std::is_volatile_v<std::remove_reference_t<X>>);
/// A member of a real object: plain C++.
template <class X>
concept PlainMember = is_mapped<std::remove_cvref_t<X>> && !std::is_volatile_v<std::remove_reference_t<X>>;

template <class X>
struct OperandOf;
template <class O, class T, class... Opts>
struct OperandOf<MappedIn<O, T, Opts...>> {
    using value = T;
    using from = owners<O>;
    static constexpr Nullness nullness = Nullness::as_typed;
};
template <class T, class Os, Nullness N>
struct OperandOf<Expr<T, Os, N>> {
    using value = T;
    using from = Os;
    static constexpr Nullness nullness = N;
};
template <class X>
using operand_t = OperandOf<std::remove_cvref_t<X>>;
const sql::ExpressionPtr& node_of(const volatile operators::ColumnBase& column);
const sql::ExpressionPtr& node_of(const operators::ExprBase& expression) noexcept;

// ---- one side of an operator: an operand, or a C++ value that becomes a bound parameter

template <class X>
struct ValueSide {
    using value = std::decay_t<X>;
    using from = owners<>;
    static constexpr Nullness nullness = Nullness::as_typed;
};
template <class O, class T, class... Opts>
struct ValueSide<MappedIn<O, T, Opts...>> {
    using value = T;
    using from = owners<>;
    static constexpr Nullness nullness = Nullness::as_typed;
};
template <class X>
struct SideOf {
    using type = ValueSide<std::remove_cvref_t<X>>;
};
template <SqlOperand X>
struct SideOf<X> {
    using type = operand_t<X>;
};
template <class X>
using side_t = typename SideOf<X>::type;

/// Implicit conversion, asked of the compiler itself: cheaper than the standard's trait.
template <class From, class To>
concept Converts = requires(void (&take)(To), From (&give)()) { take(give()); };

/// Whether a column of type T and a value or column of type U can meet in SQL.
template <class T, class U>
concept SqlComparable =
    (std::same_as<bare_t<T>, bool> == std::same_as<bare_t<U>, bool>)&&(
        std::same_as<bare_t<T>, bare_t<U>> || Converts<U, bare_t<T>> || Converts<bare_t<U>, bare_t<T>> ||
        (std::same_as<bare_t<T>, std::string> && Converts<U, std::string_view>)) &&
    (!std::same_as<bare_t<T>, std::string> ||
     !std::integral<bare_t<U>>)&&!std::same_as<std::decay_t<U>, std::nullptr_t>;

/// A C++ value as the Value that a column of type T is compared with.
template <class T, class U>
Value literal(const U& u) {
    if constexpr (is_mapped<U>) {
        return literal<T>(u.get());
    } else if constexpr (is_optional<U>) {
        return u ? literal<T>(*u) : Value();
    } else if constexpr (std::same_as<U, bare_t<T>>) {
        return to_value(u);
    } else if constexpr (std::integral<U> && std::integral<bare_t<T>> && !std::same_as<U, bool>) {
        return Value(u);
    } else if constexpr (std::same_as<bare_t<T>, std::string> && Converts<const U&, std::string_view>) {
        return Value(static_cast<std::string_view>(u));
    } else if constexpr (Converts<const U&, bare_t<T>>) {
        return to_value(static_cast<bare_t<T>>(u));
    } else {
        return to_value(u);
    }
}

// Operators without the types of their sides, compiled once. A value takes its type from the other side.
sql::ExpressionPtr combined(sql::BinaryOperator op, const sql::ExpressionPtr& left, const sql::ExpressionPtr& right);
sql::ExpressionPtr combined(sql::BinaryOperator op, const sql::ExpressionPtr& left, Value right);
sql::ExpressionPtr combined(sql::BinaryOperator op, Value left, const sql::ExpressionPtr& right);
sql::ExpressionPtr is_null(const sql::ExpressionPtr& node, bool negated);
sql::ExpressionPtr between(const sql::ExpressionPtr& node, Value low, Value high);
enum class Match : unsigned char { like, not_like, ilike, startswith, endswith, contains };
sql::ExpressionPtr matching(const sql::ExpressionPtr& node, Match how, std::string_view text);
sql::ExpressionPtr call(sql::Function function, const sql::ExpressionPtr& argument, bool distinct = false);
sql::ExpressionPtr coalesce(const sql::ExpressionPtr& node, Value fallback);

template <class L, class R>
inline constexpr bool either_optional =
    is_optional<typename side_t<L>::value> || is_optional<typename side_t<R>::value>;
template <class L, class R>
using both_from = unite_t<typename side_t<L>::from, typename side_t<R>::from>;
/// What a condition on one T gives: NULL where T is.
template <class T>
using condition_on = std::conditional_t<is_optional<T>, std::optional<bool>, bool>;
template <class L, class R>
using condition_t = std::conditional_t<either_optional<L, R>, std::optional<bool>, bool>;

/// The type of L + R in SQL: Decimal over double over integers (the wider), strings stay strings.
template <class A, class B>
using arithmetic_value =
    std::conditional_t<std::same_as<A, Decimal> || std::same_as<B, Decimal>, Decimal,
                       std::conditional_t<std::floating_point<A> || std::floating_point<B>, double,
                                          std::conditional_t<std::same_as<A, std::string>, std::string,
                                                             std::conditional_t<(sizeof(A) < sizeof(B)), B, A>>>>;
template <class T, bool Optional>
using optional_if = std::conditional_t<Optional, std::optional<T>, T>;
template <class L, class R>
using arithmetic_t = optional_if<arithmetic_value<bare_t<typename side_t<L>::value>,
                                                  std::conditional_t<SqlOperand<R>, bare_t<typename side_t<R>::value>,
                                                                     bare_t<typename side_t<L>::value>>>,
                                 either_optional<L, R>>;

constexpr Nullness join_nullness(Nullness a, Nullness b) {
    return a == Nullness::aggregate || b == Nullness::aggregate ? Nullness::aggregate
           : a == Nullness::counted || b == Nullness::counted   ? Nullness::counted
           : a == Nullness::never && b == Nullness::never       ? Nullness::never
                                                                : Nullness::as_typed;
}
template <class L, class R>
inline constexpr Nullness both_nullness = join_nullness(side_t<L>::nullness, side_t<R>::nullness);

// ---- what an operator gives: an expression, or the name of a mistake (which has no definition)

// Clang 16 spells the return type before it asks whether an operand is SQL: two plain sides meet.
template <class L, class R>
inline constexpr bool sides_meet = true;
template <SqlOperand L, class R>
inline constexpr bool sides_meet<L, R> = SqlComparable<typename side_t<L>::value, typename side_t<R>::value>;
template <class L, SqlOperand R>
    requires(!SqlOperand<L>)
inline constexpr bool sides_meet<L, R> = SqlComparable<typename side_t<R>::value, typename side_t<L>::value>;
template <class L, class R>
struct CannotMeet {
    static constexpr bool money_and_real =
        (std::same_as<bare_t<typename side_t<L>::value>, Decimal> && std::floating_point<typename side_t<R>::value>) ||
        (std::same_as<bare_t<typename side_t<R>::value>, Decimal> && std::floating_point<typename side_t<L>::value>);
    using type = mistake::these_cannot_meet_in_sql<
        spelled_t<L>, spelled_t<R>,
        std::conditional_t<money_and_real, remedy::write_a_Decimal_literal_like_9_99_dec, remedy::convert_one_side>>;
};
template <class L, class R>
struct CompareTypes {
    using type = Expr<condition_t<L, R>, both_from<L, R>, both_nullness<L, R>>;
};
template <class L, class R>
struct ComputeTypes {
    using First = std::conditional_t<SqlOperand<L>, L, R>;
    using Second = std::conditional_t<SqlOperand<L>, R, L>;
    using type = Expr<arithmetic_t<First, Second>, both_from<L, R>, both_nullness<L, R>>;
};
/// std::true_type, or the name of the mistake.
template <class L, class R>
using meeting_t =
    typename std::conditional_t<sides_meet<L, R>, std::type_identity<std::true_type>, CannotMeet<L, R>>::type;
template <class X, template <class, class...> class Mistake, class Remedy>
struct Misused {
    using type = Mistake<spelled_t<X>, Remedy>;
};
template <class X>
concept TextOperand = std::same_as<bare_t<typename operand_t<X>::value>, std::string>;
template <class X>
concept NumericOperand = std::same_as<bare_t<typename operand_t<X>::value>, Decimal> ||
                         (std::is_arithmetic_v<bare_t<typename operand_t<X>::value>> &&
                          !std::same_as<bare_t<typename operand_t<X>::value>, bool>);
template <class X>
using text_t = typename std::conditional_t<TextOperand<X>, std::type_identity<std::true_type>,
                                           Misused<X, mistake::function_needs_text, remedy::use_a_text_column>>::type;
template <class X>
using number_t =
    typename std::conditional_t<NumericOperand<X>, std::type_identity<std::true_type>,
                                Misused<X, mistake::function_needs_a_number, remedy::use_a_numeric_column>>::type;
/// What a list or range holds.
template <class Values>
using element_t = std::remove_cvref_t<decltype(*std::begin(std::declval<const Values&>()))>;

template <class L, class R>
using compared_t = typename std::conditional_t<sides_meet<L, R>, CompareTypes<L, R>, CannotMeet<L, R>>::type;
template <class L, class R>
using computed_t = typename std::conditional_t<sides_meet<L, R>, ComputeTypes<L, R>, CannotMeet<L, R>>::type;

template <class X>
concept Condition = SqlOperand<X> && std::same_as<bare_t<typename operand_t<X>::value>, bool>;

}  // namespace detail

/// One term of ORDER BY, typed by the models it takes columns from.
template <class Owners>
struct OrderBy : operators::OrderByBase {
    using from = Owners;
};

namespace operators {

#define ATHANOR_COMBINED(NAME)                                                                                         \
    if constexpr (!detail::SqlOperand<R>)                                                                              \
        return Result(detail::combined(sql::BinaryOperator::NAME, detail::node_of(l),                                  \
                                       detail::literal<typename detail::side_t<L>::value>(r)));                        \
    else if constexpr (!detail::SqlOperand<L>)                                                                         \
        return Result(detail::combined(sql::BinaryOperator::NAME,                                                      \
                                       detail::literal<typename detail::side_t<R>::value>(l), detail::node_of(r)));    \
    else                                                                                                               \
        return Result(detail::combined(sql::BinaryOperator::NAME, detail::node_of(l), detail::node_of(r)));

#define ATHANOR_COMPARISON(OP, NAME)                                                                                   \
    template <class L, class R>                                                                                        \
        requires(detail::SqlOperand<L> || detail::SqlOperand<R>)                                                       \
    [[nodiscard]] detail::compared_t<L, R> operator OP(L&& l, R&& r) {                                                 \
        using Result = detail::compared_t<L, R>;                                                                       \
        ATHANOR_COMBINED(NAME)                                                                                         \
    }
ATHANOR_COMPARISON(==, equal)
ATHANOR_COMPARISON(!=, not_equal)
ATHANOR_COMPARISON(<, less)
ATHANOR_COMPARISON(<=, less_equal)
ATHANOR_COMPARISON(>, greater)
ATHANOR_COMPARISON(>=, greater_equal)
#undef ATHANOR_COMPARISON

#define ATHANOR_ARITHMETIC(OP, NAME)                                                                                   \
    template <class L, class R>                                                                                        \
        requires(detail::SqlOperand<L> || detail::SqlOperand<R>)                                                       \
    [[nodiscard]] detail::computed_t<L, R> operator OP(L&& l, R&& r) {                                                 \
        using Result = detail::computed_t<L, R>;                                                                       \
        ATHANOR_COMBINED(NAME)                                                                                         \
    }
ATHANOR_ARITHMETIC(+, add)
ATHANOR_ARITHMETIC(-, subtract)
ATHANOR_ARITHMETIC(*, multiply)
ATHANOR_ARITHMETIC(/, divide)
#undef ATHANOR_ARITHMETIC
#undef ATHANOR_COMBINED

#define ATHANOR_LOGIC(OP, NAME)                                                                                        \
    template <detail::Condition L, detail::Condition R>                                                                \
    [[nodiscard]] auto operator OP(L&& l, R&& r) {                                                                     \
        return Expr<detail::condition_t<L, R>, detail::both_from<L, R>, detail::both_nullness<L, R>>(                  \
            detail::combined(sql::BinaryOperator::NAME, detail::node_of(l), detail::node_of(r)));                      \
    }
ATHANOR_LOGIC(&&, and_)
ATHANOR_LOGIC(||, or_)
#undef ATHANOR_LOGIC

template <detail::Condition X>
[[nodiscard]] auto operator!(X&& x) {
    using Side = detail::operand_t<X>;
    return Expr<typename Side::value, typename Side::from, Side::nullness>(
        sql::unary(sql::UnaryOperator::not_, detail::node_of(x)));
}
template <detail::SqlOperand X>
    requires(!detail::Condition<X>)
[[nodiscard]] auto operator-(X&& x) {
    using Side = detail::operand_t<X>;
    return Expr<typename Side::value, typename Side::from, Side::nullness>(
        sql::unary(sql::UnaryOperator::negate, detail::node_of(x)));
}

template <detail::SqlOperand L>
[[nodiscard]] auto operator==(L&& l, std::nullopt_t) {
    return Expr<bool, typename detail::operand_t<L>::from, Nullness::never>(detail::is_null(detail::node_of(l), false));
}
template <detail::SqlOperand L>
[[nodiscard]] auto operator!=(L&& l, std::nullopt_t) {
    return Expr<bool, typename detail::operand_t<L>::from, Nullness::never>(detail::is_null(detail::node_of(l), true));
}

}  // namespace operators

/// A SQL expression whose value has the C++ type T and which takes columns from the models Owners. Immutable and cheap
/// to copy; made by operators on columns and by func::. Methods carry SQLAlchemy's names.
template <class T, class Owners, Nullness N>
class [[nodiscard]] Expr : public operators::ExprBase {
    using Condition = Expr<detail::condition_on<T>, Owners, N>;
    using Test = Expr<bool, Owners, Nullness::never>;

public:
    [[gnu::always_inline]] explicit Expr(sql::ExpressionPtr node) noexcept : ExprBase(std::move(node)) {}
    [[gnu::always_inline]] Expr(const Expr&) = default;
    [[gnu::always_inline]] Expr(Expr&&) noexcept = default;
    [[gnu::always_inline]] Expr& operator=(const Expr&) = default;
    [[gnu::always_inline]] Expr& operator=(Expr&&) noexcept = default;
    [[gnu::always_inline]] ~Expr() = default;

    [[nodiscard]] OrderBy<Owners> asc() const { return {{{node_, false}}}; }
    [[nodiscard]] OrderBy<Owners> desc() const { return {{{node_, true}}}; }
    /// Names the expression in the select list.
    [[nodiscard]] Expr label(std::string_view name) const { return Expr(sql::label(node_, std::string(name))); }

    /// Case-sensitive match with `%` and `_`; `\` takes the meaning from the next character.
    [[nodiscard]] auto like(std::string_view pattern) const { return match(detail::Match::like, pattern); }
    [[nodiscard]] auto not_like(std::string_view pattern) const { return match(detail::Match::not_like, pattern); }
    /// The same, whatever the case.
    [[nodiscard]] auto ilike(std::string_view pattern) const { return match(detail::Match::ilike, pattern); }
    /// The text as such, no character of it is a wildcard.
    [[nodiscard]] auto startswith(std::string_view text) const { return match(detail::Match::startswith, text); }
    [[nodiscard]] auto endswith(std::string_view text) const { return match(detail::Match::endswith, text); }
    [[nodiscard]] auto contains(std::string_view text) const { return match(detail::Match::contains, text); }

    [[nodiscard]] auto is_null() const { return Test(detail::is_null(node_, false)); }
    [[nodiscard]] auto is_not_null() const { return Test(detail::is_null(node_, true)); }

    template <class A, class B>
    [[nodiscard]] auto between(const A& low, const B& high) const {
        static_assert(detail::meeting_t<Expr, A>::value && detail::meeting_t<Expr, B>::value);
        return Condition(detail::between(node_, detail::literal<T>(low), detail::literal<T>(high)));
    }

    template <class Values>
    [[nodiscard]] auto in_(const Values& values) const {
        return Condition(sql::in_list(node_, list(values), false));
    }
    template <class U>
    [[nodiscard]] auto in_(std::initializer_list<U> values) const {
        return Condition(sql::in_list(node_, list(values), false));
    }
    template <class Values>
    [[nodiscard]] auto not_in(const Values& values) const {
        return Condition(sql::in_list(node_, list(values), true));
    }
    template <class U>
    [[nodiscard]] auto not_in(std::initializer_list<U> values) const {
        return Condition(sql::in_list(node_, list(values), true));
    }

private:
    template <class Values>
    static std::vector<Value> list(const Values& values) {
        std::vector<Value> result;
        for (const auto& value : values) {
            static_assert(detail::meeting_t<Expr, std::remove_cvref_t<decltype(value)>>::value);
            result.push_back(detail::literal<T>(value));
        }
        return result;
    }
    [[nodiscard]] [[gnu::always_inline]] Condition match(detail::Match how, std::string_view text) const {
        static_assert(detail::text_t<Expr>::value);
        return Condition(detail::matching(node_, how, text));
    }
};

/// SQL functions. count never is NULL; the other aggregates are NULL for a query without GROUP BY that meets no row,
/// and their C++ type says so.
namespace func {

[[nodiscard]] Expr<std::int64_t, owners<>, Nullness::counted> count();

template <detail::SqlOperand X>
[[nodiscard]] auto count(X&& x) {
    return Expr<std::int64_t, typename detail::operand_t<X>::from, Nullness::counted>(
        detail::call(sql::Function::count, detail::node_of(x)));
}
template <detail::SqlOperand X>
[[nodiscard]] auto count_distinct(X&& x) {
    return Expr<std::int64_t, typename detail::operand_t<X>::from, Nullness::counted>(
        detail::call(sql::Function::count, detail::node_of(x), true));
}

namespace impl {
template <class Result, class X>
[[gnu::always_inline]] inline auto aggregate(sql::Function function, X& x) {
    using Side = detail::operand_t<X>;
    return Expr<detail::optional_if<Result, detail::is_optional<typename Side::value>>, typename Side::from,
                Nullness::aggregate>(detail::call(function, detail::node_of(x)));
}
template <class X>
using bare_value = detail::bare_t<typename detail::operand_t<X>::value>;
}  // namespace impl

template <detail::SqlOperand X>
[[nodiscard]] auto sum(X&& x) {
    using T = impl::bare_value<X>;
    static_assert(detail::number_t<X>::value);
    return impl::aggregate<std::conditional_t<std::integral<T>, std::int64_t, T>>(sql::Function::sum, x);
}
/// double for integers and doubles; for numeric<p, s> a Decimal with s + 6 digits after the point.
template <detail::SqlOperand X>
[[nodiscard]] auto avg(X&& x) {
    using T = impl::bare_value<X>;
    static_assert(detail::number_t<X>::value);
    return impl::aggregate<std::conditional_t<std::same_as<T, Decimal>, Decimal, double>>(sql::Function::avg, x);
}
template <detail::SqlOperand X>
[[nodiscard]] auto min(X&& x) {
    return impl::aggregate<impl::bare_value<X>>(sql::Function::min, x);
}
template <detail::SqlOperand X>
[[nodiscard]] auto max(X&& x) {
    return impl::aggregate<impl::bare_value<X>>(sql::Function::max, x);
}

namespace impl {
template <class Result, class X>
[[gnu::always_inline]] inline auto scalar(sql::Function function, X& x) {
    using Side = detail::operand_t<X>;
    return Expr<detail::optional_if<Result, detail::is_optional<typename Side::value>>, typename Side::from,
                Side::nullness>(detail::call(function, detail::node_of(x)));
}
}  // namespace impl

template <detail::SqlOperand X>
[[nodiscard]] auto lower(X&& x) {
    static_assert(detail::text_t<X>::value);
    return impl::scalar<std::string>(sql::Function::lower, x);
}
template <detail::SqlOperand X>
[[nodiscard]] auto upper(X&& x) {
    static_assert(detail::text_t<X>::value);
    return impl::scalar<std::string>(sql::Function::upper, x);
}
/// The number of characters.
template <detail::SqlOperand X>
[[nodiscard]] auto length(X&& x) {
    static_assert(detail::text_t<X>::value);
    return impl::scalar<int>(sql::Function::length, x);
}
template <detail::SqlOperand X>
[[nodiscard]] auto abs(X&& x) {
    static_assert(detail::number_t<X>::value);
    return impl::scalar<impl::bare_value<X>>(sql::Function::abs, x);
}
/// The first operand, or `fallback` where it is NULL.
template <detail::SqlOperand X, class U>
[[nodiscard]] auto coalesce(X&& x, const U& fallback) {
    static_assert(detail::meeting_t<X, U>::value);
    using Side = detail::operand_t<X>;
    return Expr<detail::bare_t<typename Side::value>, typename Side::from, Nullness::never>(
        detail::coalesce(detail::node_of(x), detail::literal<typename Side::value>(fallback)));
}

}  // namespace func
}  // namespace athanor

#pragma GCC visibility pop
