#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/core.h>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/expressions.hpp>
#include <athanor/orm/instance_state.hpp>
#include <athanor/orm/prototype.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {

/// What may be assigned to a member: what converts, without a pointer becoming a bool, a real losing its fraction, or a
/// null pointer becoming text.
template <class T, class U>
concept Storable =
    !std::same_as<std::decay_t<U>, AnyMember> && !std::same_as<std::decay_t<U>, std::nullptr_t> &&
    (!std::same_as<bare_t<T>, bool> || std::same_as<bare_t<U>, bool>)&&(
        !std::integral<bare_t<T>> ||
        !std::floating_point<bare_t<U>>)&&(!std::same_as<bare_t<T>, std::string> ||
                                           !std::is_arithmetic_v<bare_t<U>>)&&(Converts<U, T> ||
                                                                               (std::same_as<bare_t<T>, std::string> &&
                                                                                std::same_as<std::remove_cvref_t<U>,
                                                                                             std::string_view>));

[[noreturn]] void throw_does_not_fit(long long value, int bits);

template <class T, class U>
constexpr T stored(U&& value) {
    if constexpr (std::integral<T> && std::integral<std::remove_cvref_t<U>> && !std::same_as<T, bool> &&
                  !std::same_as<std::remove_cvref_t<U>, bool> && !std::same_as<std::remove_cvref_t<U>, char>) {
        if (!std::in_range<T>(value))
            throw_does_not_fit(static_cast<long long>(value), sizeof(T) * 8);
    }
    return static_cast<T>(std::forward<U>(value));
}

template <class X>
const auto& plain(const X& x) {
    if constexpr (is_mapped<X>)
        return x.get();
    else
        return x;
}
template <class X>
using plain_t = std::remove_cvref_t<decltype(plain(std::declval<const std::remove_cvref_t<X>&>()))>;
template <class T, class U>
inline constexpr bool optional_for_not_null =
    !is_optional<T> && (is_optional<U> || std::same_as<std::decay_t<U>, std::nullopt_t>);
/// The mistake of a value that a member cannot hold.
template <class Member, class U>
struct Misfit;
template <class Owner, class T, class... Options, class U>
struct Misfit<MappedIn<Owner, T, Options...>, U> {
    using Remedy =
        std::conditional_t<std::same_as<bare_t<T>, Decimal> && std::floating_point<std::decay_t<U>>,
                           remedy::write_a_Decimal_literal_like_9_99_dec, remedy::give_a_value_of_the_columns_type>;
    using type =
        mistake::value_does_not_fit_the_column<spelled_t<MappedIn<Owner, T, Options...>>, T, std::decay_t<U>, Remedy>;
};
template <class Owner, class T, class... Options, class U>
    requires optional_for_not_null<T, U>
struct Misfit<MappedIn<Owner, T, Options...>, U> {
    using type =
        mistake::optional_value_for_a_not_null_column<spelled_t<MappedIn<Owner, T, Options...>>, T, std::decay_t<U>,
                                                      remedy::give_a_value_or_make_the_column_optional>;
};
/// The mistake of asking an object's own member for SQL.
template <class Member>
struct OnObject {
    using type = mistake::sql_on_an_objects_own_member<spelled_t<Member>, remedy::ask_Model_columns_instead>;
};

template <class T>
concept Counter = std::integral<T> && !std::same_as<T, bool>;
template <class L, class R>
concept PlainPair = (PlainMember<L> || PlainMember<R>)&&!SqlOperand<L> && !SqlOperand<R>;

}  // namespace detail

namespace operators {

/// The value of a mapped member, and what of it reads like a T: one class for all columns of a C++ type, whatever their
/// models and options.
template <class T>
class ValueBase : public ColumnBase {
public:
    using value_type = T;

    [[nodiscard]] const T& get() const noexcept { return value_; }
    operator const T&() const noexcept { return value_; }
    operator std::string_view() const noexcept
        requires std::same_as<T, std::string>
    {
        return value_;
    }
    auto operator->() const {
        if constexpr (detail::is_optional<T>)
            return value_.operator->();
        else
            return &value_;
    }
    const auto& operator*() const {
        if constexpr (detail::is_optional<T>)
            return *value_;
        else
            return value_;
    }
    explicit operator bool() const noexcept
        requires(detail::is_optional<T>)
    {
        return value_.has_value();
    }
    [[nodiscard]] bool has_value() const noexcept
        requires(detail::is_optional<T>)
    {
        return value_.has_value();
    }
    [[nodiscard]] const auto& value() const
        requires(detail::is_optional<T>)
    {
        return value_.value();
    }
    template <class U>
    [[nodiscard]] auto value_or(U&& fallback) const
        requires(detail::is_optional<T>)
    {
        return value_.value_or(std::forward<U>(fallback));
    }
    void reset()
        requires(detail::is_optional<T>)
    {
        set(T());
    }
    [[nodiscard]] auto begin() const
        requires requires(const T& t) { t.begin(); }
    {
        return value_.begin();
    }
    [[nodiscard]] auto end() const
        requires requires(const T& t) { t.end(); }
    {
        return value_.end();
    }
    [[nodiscard]] auto size() const
        requires requires(const T& t) { t.size(); }
    {
        return value_.size();
    }
    [[nodiscard]] bool empty() const
        requires requires(const T& t) { t.empty(); }
    {
        return value_.empty();
    }
    [[nodiscard]] auto c_str() const
        requires requires(const T& t) { t.c_str(); }
    {
        return value_.c_str();
    }
    template <class... A>
    [[nodiscard]] auto substr(A... a) const
        requires requires(const T& t) { t.substr(a...); }
    {
        return value_.substr(a...);
    }
    template <class U>
    [[nodiscard]] auto find(const U& what) const
        requires requires(const T& t) { t.find(what); }
    {
        return value_.find(what);
    }
    template <class U>
    [[nodiscard]] bool starts_with(const U& what) const
        requires requires(const T& t) { t.starts_with(what); }
    {
        return value_.starts_with(what);
    }
    template <class I>
    [[nodiscard]] decltype(auto) operator[](I i) const
        requires requires(const T& t) { t[i]; }
    {
        return value_[i];
    }

protected:
    ValueBase() = default;
    template <class U>
    ValueBase(std::in_place_t, U&& value)
        : ColumnBase(true), value_(athanor::detail::stored<T>(std::forward<U>(value))) {}
    ValueBase(const ValueBase&) = default;
    ValueBase(ValueBase&&) noexcept = default;
    ~ValueBase() = default;

    void set(T value) {
        if (value_ == value) {
            if (!link_.assigned())
                athanor::detail::mark_assigned(link_);
            return;
        }
        if (link_.distance() != 0 && !link_.assigned())
            athanor::detail::before_change(link_);
        value_ = std::move(value);
        link_.set_assigned(true);
    }

    T value_{};
};

}  // namespace operators

/// A mapped column of the model Owner, holding a T. It reads like a T (a MappedIn<Owner, std::optional<T>> like a
/// std::optional<T>); `get()` gives the plain value where nothing else works. Assigning it marks the object as changed.
/// On the prototype that `Owner::columns()` returns, the same operators build SQL instead.
/// Inside a model it is spelled `Mapped<T, options…>`. Copies carry the value, never the object's identity.
template <class Owner, class T, class... Options>
class MappedIn : public operators::ValueBase<T> {
    using Base = operators::ValueBase<T>;
    using Condition = Expr<detail::condition_on<T>, owners<Owner>>;
    using Test = Expr<bool, owners<Owner>, Nullness::never>;

public:
    using owner = Owner;

    // always_inline: see Expr.
    [[gnu::always_inline]] MappedIn() = default;
    template <class U>
        requires(detail::Storable<T, U &&> && !detail::is_mapped<std::decay_t<U>>)
    MappedIn(U&& value) : Base(std::in_place, std::forward<U>(value)) {}
    template <class O2, class T2, class... Opts2>
        requires(detail::Storable<T, const T2&> && !std::same_as<MappedIn<O2, T2, Opts2...>, MappedIn>)
    MappedIn(const MappedIn<O2, T2, Opts2...>& other) : MappedIn(other.get()) {}
    template <class U>
        requires(!detail::Storable<T, U &&> && !detail::is_mapped<std::decay_t<U>> &&
                 !std::same_as<std::decay_t<U>, detail::AnyMember>)
    MappedIn(U&&) {
        static_assert(detail::Misfit<MappedIn, U>::type::value);
    }
    [[gnu::always_inline]] MappedIn(const MappedIn&) = default;
    [[gnu::always_inline]] MappedIn(MappedIn&&) noexcept = default;
    MappedIn& operator=(const MappedIn& other) {
        this->set(other.value_);
        return *this;
    }
    // NOLINTNEXTLINE(performance-noexcept-move-constructor): noting the change can throw
    MappedIn& operator=(MappedIn&& other) {
        this->set(std::move(other.value_));
        return *this;
    }
    template <class U>
        requires(detail::Storable<T, U &&> && !detail::is_mapped<std::decay_t<U>>)
    MappedIn& operator=(U&& value) {  // NOLINT(misc-unconventional-assign-operator): it takes a value, never a member
        this->set(detail::stored<T>(std::forward<U>(value)));
        return *this;
    }
    // A defaulted argument, not a constraint: Clang 16 would spell the return type of every assignment before it asks.
    template <class U, std::enable_if_t<!detail::Storable<T, U&&> && !detail::is_mapped<std::decay_t<U>> &&
                                            !std::same_as<std::decay_t<U>, detail::AnyMember>,
                                        int> = 0>
    // NOLINTNEXTLINE(misc-unconventional-assign-operator): it gives the name of a mistake
    typename detail::Misfit<MappedIn, U>::type operator=(U&&);
    template <class O2, class T2, class... Opts2>
        requires(detail::Storable<T, const T2&> && !std::same_as<MappedIn<O2, T2, Opts2...>, MappedIn>)
    MappedIn& operator=(const MappedIn<O2, T2, Opts2...>& other) {
        this->set(detail::stored<T>(other.get()));
        return *this;
    }
    [[gnu::always_inline]] ~MappedIn() = default;

    // ---- builds SQL on a prototype

    [[nodiscard]] auto as_expr() const volatile { return Expr<T, owners<Owner>>(this->expression()); }
    [[nodiscard]] OrderBy<owners<Owner>> asc() const volatile { return {{{this->expression(), false}}}; }
    [[nodiscard]] OrderBy<owners<Owner>> desc() const volatile { return {{{this->expression(), true}}}; }
    [[nodiscard]] auto label(std::string_view name) const volatile { return as_expr().label(name); }
    [[nodiscard]] auto like(std::string_view pattern) const volatile { return match(detail::Match::like, pattern); }
    [[nodiscard]] auto not_like(std::string_view pattern) const volatile {
        return match(detail::Match::not_like, pattern);
    }
    [[nodiscard]] auto ilike(std::string_view pattern) const volatile { return match(detail::Match::ilike, pattern); }
    [[nodiscard]] auto startswith(std::string_view text) const volatile {
        return match(detail::Match::startswith, text);
    }
    [[nodiscard]] auto endswith(std::string_view text) const volatile { return match(detail::Match::endswith, text); }
    [[nodiscard]] auto contains(std::string_view text) const volatile { return match(detail::Match::contains, text); }
    [[nodiscard]] auto is_null() const volatile { return Test(detail::is_null(this->expression(), false)); }
    [[nodiscard]] auto is_not_null() const volatile { return Test(detail::is_null(this->expression(), true)); }
    template <class A, class B>
    [[nodiscard]] auto between(const A& low, const B& high) const volatile {
        static_assert(detail::meeting_t<const volatile MappedIn, A>::value);
        static_assert(detail::meeting_t<const volatile MappedIn, B>::value);
        return Condition(detail::between(this->expression(), detail::literal<T>(low), detail::literal<T>(high)));
    }
    template <class Values>
    [[nodiscard]] auto in_(const Values& values) const volatile {
        static_assert(detail::meeting_t<const volatile MappedIn, detail::element_t<Values>>::value);
        return as_expr().in_(values);
    }
    template <class U>
    [[nodiscard]] auto in_(std::initializer_list<U> values) const volatile {
        static_assert(detail::meeting_t<const volatile MappedIn, U>::value);
        return as_expr().in_(values);
    }
    template <class Values>
    [[nodiscard]] auto not_in(const Values& values) const volatile {
        static_assert(detail::meeting_t<const volatile MappedIn, detail::element_t<Values>>::value);
        return as_expr().not_in(values);
    }
    template <class U>
    [[nodiscard]] auto not_in(std::initializer_list<U> values) const volatile {
        static_assert(detail::meeting_t<const volatile MappedIn, U>::value);
        return as_expr().not_in(values);
    }

    // SQL is asked of columns(), not of an object's own member.
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type like(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type not_like(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type ilike(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type startswith(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type endswith(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type contains(std::string_view) const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type desc() const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type asc() const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type is_null() const;
    template <class Self = MappedIn>
    typename detail::OnObject<Self>::type is_not_null() const;
    template <class A, class B, class Self = MappedIn>
    typename detail::OnObject<Self>::type between(const A&, const B&) const;
    template <class Values, class Self = MappedIn>
    typename detail::OnObject<Self>::type in_(const Values&) const;
    template <class Values, class Self = MappedIn>
    typename detail::OnObject<Self>::type not_in(const Values&) const;

private:
    [[nodiscard]] [[gnu::always_inline]] Condition match(detail::Match how, std::string_view text) const volatile {
        static_assert(detail::text_t<const volatile MappedIn>::value);
        return Condition(detail::matching(this->expression(), how, text));
    }
};

namespace operators {

// Plain C++ on plain members: one generic set, so that two members of different column types are not ambiguous.
template <class L, class R>
    requires detail::PlainPair<L, R> && requires(const detail::plain_t<L>& l, const detail::plain_t<R>& r) { l == r; }
bool operator==(const L& l, const R& r) {
    return detail::plain(l) == detail::plain(r);
}
template <class L, class R>
    requires detail::PlainPair<L, R> && requires(const detail::plain_t<L>& l, const detail::plain_t<R>& r) { l <=> r; }
auto operator<=>(const L& l, const R& r) {
    return detail::plain(l) <=> detail::plain(r);
}
#define ATHANOR_PLAIN(OP)                                                                                              \
    template <class L, class R>                                                                                        \
        requires detail::PlainPair<L, R> &&                                                                            \
                 requires(const detail::plain_t<L>& l, const detail::plain_t<R>& r) { l OP r; }                        \
    auto operator OP(const L& l, const R& r) {                                                                         \
        return detail::plain(l) OP detail::plain(r);                                                                   \
    }
ATHANOR_PLAIN(+)
ATHANOR_PLAIN(-)
ATHANOR_PLAIN(*)
ATHANOR_PLAIN(/)
ATHANOR_PLAIN(%)
#undef ATHANOR_PLAIN
template <detail::PlainMember X>
    requires requires(const detail::plain_t<X>& x) { -x; }
auto operator-(const X& x) {
    return -x.get();
}

// Changes of a member, like those of a T.
#define ATHANOR_CHANGE(OP)                                                                                             \
    template <class Owner, class T, class... Options, class U>                                                         \
        requires requires(T t, const detail::plain_t<U>& u) { t OP u; }                                                \
    MappedIn<Owner, T, Options...>& operator OP(MappedIn<Owner, T, Options...>& member, const U& u) {                  \
        T changed = member.get();                                                                                      \
        changed OP detail::plain(u);                                                                                   \
        return member = std::move(changed);                                                                            \
    }
ATHANOR_CHANGE(+=)
ATHANOR_CHANGE(-=)
ATHANOR_CHANGE(*=)
#undef ATHANOR_CHANGE
template <class Owner, detail::Counter T, class... Options>
MappedIn<Owner, T, Options...>& operator++(MappedIn<Owner, T, Options...>& member) {
    return member = static_cast<T>(member.get() + 1);
}
template <class Owner, detail::Counter T, class... Options>
MappedIn<Owner, T, Options...>& operator--(MappedIn<Owner, T, Options...>& member) {
    return member = static_cast<T>(member.get() - 1);
}
template <class Owner, detail::Counter T, class... Options>
T operator++(MappedIn<Owner, T, Options...>& member, int) {
    const T before = member.get();
    ++member;
    return before;
}
template <class Owner, detail::Counter T, class... Options>
T operator--(MappedIn<Owner, T, Options...>& member, int) {
    const T before = member.get();
    --member;
    return before;
}

template <class Stream, class Owner, class T, class... Options>
    requires requires(Stream& s, const T& t) { s << t; }
Stream& operator<<(Stream& stream, const MappedIn<Owner, T, Options...>& member) {
    stream << member.get();
    return stream;
}

}  // namespace operators
}  // namespace athanor

template <class Owner, class T, class... Options>
struct fmt::formatter<athanor::MappedIn<Owner, T, Options...>> : fmt::formatter<T> {
    auto format(const athanor::MappedIn<Owner, T, Options...>& member, fmt::format_context& context) const {
        return fmt::formatter<T>::format(member.get(), context);
    }
};

#pragma GCC visibility pop
