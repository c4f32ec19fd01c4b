#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/ref.hpp>
#include <athanor/orm/relationship_core.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// A collection of objects of M that refer to an object of Owner. Inside a model it is spelled `Many<M, options…>`. It
/// loads when first used, unless `lazy<…>` says otherwise, and both sides (`back_populates`) stay in step. A loop over
/// it sees the collection as it was when the loop began, so the collection may change inside. An object on the stack
/// has no collection yet: push_back there throws InvalidRequestError, `make<T>` or `session.add` it first.
template <class Owner, class M, class... Options>
class ManyIn {
public:
    using owner = Owner;
    using target = M;
    using value_type = Ref<M>;

    /// Gives `Ref<M>&`, each holding its object while the loop is there.
    class iterator {
    public:
        using value_type = Ref<M>;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        explicit iterator(std::shared_ptr<const detail::InstanceList> list) : list_(std::move(list)) {}
        Ref<M>& operator*() const {
            if (!current_)
                current_ = Ref<M>((*list_)[index_]);
            return current_;
        }
        Ref<M>* operator->() const { return &**this; }
        iterator& operator++() {
            ++index_;
            current_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& it, std::default_sentinel_t) noexcept {
            return it.index_ >= it.list_->size();
        }

    private:
        std::shared_ptr<const detail::InstanceList> list_;
        std::size_t index_ = 0;
        mutable Ref<M> current_;
    };

    [[gnu::always_inline]] ManyIn() = default;
    /// A copied object starts with an empty collection: an object is in one collection of its kind at a time.
    ManyIn(const ManyIn&) noexcept {}
    [[gnu::always_inline]] ManyIn(ManyIn&&) noexcept {}
    ManyIn& operator=(const ManyIn&) noexcept { return *this; }
    ManyIn& operator=(ManyIn&&) noexcept { return *this; }
    [[gnu::always_inline]] ~ManyIn() = default;

    [[nodiscard]] iterator begin() const { return iterator(list()); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }
    [[nodiscard]] std::size_t size() const { return list()->size(); }
    [[nodiscard]] bool empty() const { return list()->empty(); }
    [[nodiscard]] Ref<M> operator[](std::size_t i) const { return Ref<M>((*list())[i]); }
    [[nodiscard]] Ref<M> at(std::size_t i) const { return Ref<M>(list()->at(i)); }
    [[nodiscard]] bool contains(const Ref<M>& item) const {
        ensure_registered<M>();
        return core_.contains(item.state());
    }

    /// Adds an object at the end; an object that is there already stays where it is.
    void push_back(const Ref<M>& item) {
        ensure_registered<M>();
        core_.append(item.state());
    }
    void remove(const Ref<M>& item) {
        ensure_registered<M>();
        core_.remove(item.state());
    }
    [[nodiscard]] bool is_loaded() const noexcept { return core_.loaded; }

    [[nodiscard]] const volatile detail::FieldLink& link() const volatile noexcept { return core_.link; }

private:
    template <class X>
    static void ensure_registered();
    [[nodiscard]] std::shared_ptr<const detail::InstanceList> list() const {
        ensure_registered<M>();
        return core_.list();
    }

    mutable detail::ManyCore core_;
};

}  // namespace athanor

#pragma GCC visibility pop
