#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <utility>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/expressions.hpp>
#include <athanor/orm/ref.hpp>
#include <athanor/orm/relationship_core.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
[[noreturn]] void throw_empty_relationship(const OneCore& core);

/// `e.category == food` as SQL: the foreign key compared with the object's key, column by column; IS NULL for no
/// object. A key that is NULL differs from every object, as in SQLAlchemy. @throws InvalidRequestError for an object
/// that has no key yet, and where the foreign key stands in the other table.
sql::ExpressionPtr refers_to(const volatile FieldLink& relationship, const void* object, bool negated);

/// What a relationship is compared with in SQL: a Ref or an object of its model, or nullptr.
template <class X, class M>
concept RelatedTo = std::same_as<X, Ref<M>> || std::same_as<X, M> || std::same_as<X, std::nullptr_t>;
}  // namespace detail

/// A reference from an object of Owner to at most one object of M, carried by a foreign key. Inside a model it is
/// spelled `One<M, options…>`. It reads like a Ref<M> and loads when first used, unless `lazy<…>` says otherwise.
/// Assigning it changes the foreign key at the next flush and the other side (`back_populates`) at once. What `->` and
/// `*` give is valid as long as a Ref holds the object.
template <class Owner, class M, class... Options>
class OneIn {
public:
    using owner = Owner;
    using target = M;

    [[gnu::always_inline]] OneIn() = default;
    OneIn(std::nullptr_t) noexcept {}
    OneIn(const Ref<M>& ref) { core_.set(ref.state()); }
    template <class X>
        requires(!std::same_as<X, M>)
    OneIn(const Ref<X>&) {
        static_assert(
            mistake::relationship_holds_another_model<Owner, M, X, remedy::give_a_Ref_of_the_right_model>::value);
    }
    OneIn(const OneIn& other) : core_(other.core_) {}
    [[gnu::always_inline]] OneIn(OneIn&& other) noexcept : core_(other.core_) {}
    OneIn& operator=(const OneIn& other) {
        core_.set(other.core_.get());
        return *this;
    }
    // NOLINTNEXTLINE(performance-noexcept-move-constructor): it sets the other side of the relationship too
    OneIn& operator=(OneIn&& other) {
        core_.set(other.core_.get());
        return *this;
    }
    OneIn& operator=(const Ref<M>& ref) {
        core_.set(ref.state());
        return *this;
    }
    OneIn& operator=(std::nullptr_t) {
        core_.set(nullptr);
        return *this;
    }
    [[gnu::always_inline]] ~OneIn() = default;

    /// The related object as a handle, empty if there is none. Loads it first if needed.
    /// @throws DetachedInstanceError if it is not loaded and the object has no session.
    [[nodiscard]] Ref<M> ref() const {
        ensure_registered<M>();
        return Ref<M>(core_.get());
    }
    operator Ref<M>() const { return ref(); }
    /// @throws InvalidRequestError if there is no related object.
    M* operator->() const {
        ensure_registered<M>();
        detail::InstanceState* state = core_.get();
        if (!state)
            detail::throw_empty_relationship(core_);
        return static_cast<M*>(state->object());
    }
    M& operator*() const { return *operator->(); }
    explicit operator bool() const {
        ensure_registered<M>();
        return core_.get() != nullptr;
    }
    /// Whether reading it would send no query.
    [[nodiscard]] bool is_loaded() const noexcept { return core_.loaded; }

    friend bool operator==(const OneIn& one, const Ref<M>& ref) { return one.ref() == ref; }
    friend bool operator==(const OneIn& one, std::nullptr_t) { return !static_cast<bool>(one); }
    friend bool operator==(const OneIn& a, const OneIn& b) { return a.ref() == b.ref(); }
    /// Whether it refers to this very object.
    friend bool operator==(const OneIn& one, const M& object) { return static_cast<bool>(one) && &*one == &object; }

    // On the prototype of columns(): conditions.
    template <detail::RelatedTo<M> X>
    friend Expr<std::optional<bool>, owners<Owner>> operator==(const volatile OneIn& one, const X& object) {
        return Expr<std::optional<bool>, owners<Owner>>(one.compared(object, false));
    }
    template <detail::RelatedTo<M> X>
    friend Expr<std::optional<bool>, owners<Owner>> operator!=(const volatile OneIn& one, const X& object) {
        return Expr<std::optional<bool>, owners<Owner>>(one.compared(object, true));
    }
    template <detail::RelatedTo<M> X>
    friend Expr<std::optional<bool>, owners<Owner>> operator==(const X& object, const volatile OneIn& one) {
        return Expr<std::optional<bool>, owners<Owner>>(one.compared(object, false));
    }
    template <detail::RelatedTo<M> X>
    friend Expr<std::optional<bool>, owners<Owner>> operator!=(const X& object, const volatile OneIn& one) {
        return Expr<std::optional<bool>, owners<Owner>>(one.compared(object, true));
    }

    [[nodiscard]] [[gnu::always_inline]] const volatile detail::FieldLink& link() const volatile noexcept {
        return core_.link;
    }

private:
    template <class X>
    static void ensure_registered();
    template <class X>
    [[nodiscard]] sql::ExpressionPtr compared(const X& object, bool negated) const volatile {
        ensure_registered<M>();
        if constexpr (std::same_as<X, Ref<M>>)
            return detail::refers_to(core_.link, object ? object.state()->object() : nullptr, negated);
        else if constexpr (std::same_as<X, M>)
            return detail::refers_to(core_.link, &object, negated);
        else
            return detail::refers_to(core_.link, nullptr, negated);
    }

    mutable detail::OneCore core_;
};

}  // namespace athanor

#pragma GCC visibility pop
