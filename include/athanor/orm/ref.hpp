#pragma once

#include <cstddef>
#include <utility>

#include <athanor/orm/instance_state.hpp>

#pragma GCC visibility push(default)

namespace athanor {

template <class T>
class Ref;

namespace detail {
[[noreturn]] void throw_empty_ref();
/// A Ref over a state whose holder was counted already.
template <class T>
Ref<T> adopt_ref(InstanceState* state) noexcept;
}  // namespace detail

/// A counted handle to an object that a session may know. The same primary key is the same object within a session, so
/// two Refs to it are equal. Holding one object keeps everything connected with it. Copies are cheap; T may be an
/// incomplete type where nothing is done with the object. The count is atomic; the object belongs to one thread at a
/// time. A T& taken from it is valid as long as a Ref holds the object.
template <class T>
class Ref {
public:
    using model = T;

    Ref() noexcept = default;
    Ref(std::nullptr_t) noexcept {}
    /// Counts a further holder of `state` (may be null).
    [[gnu::always_inline]] explicit Ref(detail::InstanceState* state) noexcept : state_(state) {  // see Expr
        if (state_)
            detail::add_holder(state_);
    }
    Ref(const Ref& other) noexcept : Ref(other.state_) {}
    Ref(Ref&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    [[gnu::always_inline]] ~Ref() {
        if (state_)
            detail::drop_holder(state_);
    }

    /// @throws InvalidRequestError if the handle is empty.
    T* operator->() const {
        if (!state_)
            detail::throw_empty_ref();
        return static_cast<T*>(state_->object());
    }
    T& operator*() const { return *operator->(); }
    explicit operator bool() const noexcept { return state_ != nullptr; }
    [[nodiscard]] detail::InstanceState* state() const noexcept { return state_; }

    friend bool operator==(const Ref&, const Ref&) noexcept = default;

private:
    friend Ref detail::adopt_ref<T>(detail::InstanceState*) noexcept;
    detail::InstanceState* state_ = nullptr;
};

namespace detail {
template <class T>
Ref<T> adopt_ref(InstanceState* state) noexcept {
    Ref<T> ref;
    ref.state_ = state;
    return ref;
}
}  // namespace detail
}  // namespace athanor

template <class T>
struct std::hash<athanor::Ref<T>> {
    std::size_t operator()(const athanor::Ref<T>& ref) const noexcept { return std::hash<const void*>{}(ref.state()); }
};

#pragma GCC visibility pop
