#pragma once

#include <concepts>
#include <cstddef>
#include <utility>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/expressions.hpp>
#include <athanor/orm/ref.hpp>
#include <athanor/orm/relationship_core.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
[[noreturn]] void throw_empty_relationship(const OneCore& core);
}

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

    [[nodiscard]] [[gnu::always_inline]] const volatile detail::FieldLink& link() const volatile noexcept {
        return core_.link;
    }

private:
    template <class X>
    static void ensure_registered();

    mutable detail::OneCore core_;
};

}  // namespace athanor

#pragma GCC visibility pop
