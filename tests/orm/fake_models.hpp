#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <athanor/orm/mapper.hpp>
#include <athanor/orm/relationship_core.hpp>

namespace athanor::testing {

using detail::FieldLink;
using detail::InstanceState;
using detail::ManyCore;
using detail::OneCore;

/// A mapped member as the typed front makes it, written by hand: link first, value behind.
template <class T>
struct Field {
    FieldLink link;
    T value{};

    Field() = default;
    Field(T given) : link(true), value(std::move(given)) {}
    Field(const Field& other) : link(other.link.assigned()), value(other.value) {}
    Field& operator=(const Field& other) { return *this = T(other.value); }
    Field& operator=(T given) {
        if (value == given) {
            detail::mark_assigned(link);
            return *this;
        }
        if (!link.assigned()) {
            detail::before_change(link);
        }
        value = std::move(given);
        link.set_assigned(true);
        return *this;
    }
};

struct Category {
    Field<std::int64_t> id;
    Field<std::string> name;
    ManyCore expenses;
};

struct Expense {
    Field<std::int64_t> id;
    Field<std::string> description;
    Field<Decimal> amount;
    Field<DateTime> created_at;
    Field<std::optional<std::int64_t>> category_id;
    OneCore category;
};

/// A tree: children are deleted with their parent, and when they lose it.
struct Node {
    Field<std::int64_t> id;
    Field<std::string> name;
    Field<std::optional<std::int64_t>> parent_id;
    OneCore parent;
    ManyCore children;
};

/// One to one: the key stands in Profile.
struct Person {
    Field<std::int64_t> id;
    Field<std::string> name;
    OneCore profile;
};
struct Profile {
    Field<std::int64_t> id;
    Field<std::string> text;
    Field<std::optional<std::int64_t>> person_id;
    OneCore person;
};

/// A collection that its members know nothing of; the server names a team that has no name.
struct Team {
    Field<std::int64_t> id;
    Field<std::string> name;
    ManyCore members;
};
struct Member {
    Field<std::string> code;
    Field<std::optional<std::int64_t>> team_id;
};

/// Two models with keys to each other.
struct Author {
    Field<std::int64_t> id;
    Field<std::optional<std::int64_t>> favourite_id;
    OneCore favourite;
    ManyCore books;
};
struct Book {
    Field<std::int64_t> id;
    Field<std::int64_t> author_id;
    OneCore author;
};

template <class M>
const Mapper& fake();
template <>
const Mapper& fake<Category>();
template <>
const Mapper& fake<Expense>();
template <>
const Mapper& fake<Node>();
template <>
const Mapper& fake<Person>();
template <>
const Mapper& fake<Profile>();
template <>
const Mapper& fake<Team>();
template <>
const Mapper& fake<Member>();
template <>
const Mapper& fake<Author>();
template <>
const Mapper& fake<Book>();

/// All models, registered.
const std::vector<const Mapper*>& all_fakes();

/// What Ref is in the typed front.
template <class M>
class Handle {
public:
    Handle() = default;
    explicit Handle(InstanceState* state) : state_(state) {
        if (state_ != nullptr) {
            detail::add_holder(state_);
        }
    }
    Handle(const Handle& other) : Handle(other.state_) {}
    Handle(Handle&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    Handle& operator=(Handle other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    ~Handle() {
        if (state_ != nullptr) {
            detail::drop_holder(state_);
        }
    }
    M* operator->() const { return static_cast<M*>(state_->object()); }
    InstanceState* state() const { return state_; }
    explicit operator bool() const { return state_ != nullptr; }
    void reset() { *this = Handle(); }

private:
    InstanceState* state_ = nullptr;
};

template <class M>
Handle<M> make(M value = {}) {
    (void)all_fakes();
    auto* state = detail::make_instance(fake<M>(), &value);
    Handle<M> handle(state);
    detail::drop_holder(state);
    return handle;
}

template <class M>
M* object(InstanceState* state) {
    return static_cast<M*>(state->object());
}

inline Handle<Category> make_category(std::string name) {
    auto category = make<Category>();
    category->name = std::move(name);
    return category;
}

inline Handle<Expense> make_expense(std::string description, const Handle<Category>& category = {}) {
    Expense expense;
    expense.description = std::move(description);
    expense.amount = Decimal::from_units(1250, 2);
    if (category) {
        expense.category.set(category.state());
    }
    return make(std::move(expense));
}

}  // namespace athanor::testing
