#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <athanor/orm/ref.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
[[noreturn]] void throw_no_result();
[[noreturn]] void throw_multiple_results(std::size_t rows);

/// Counted handles of objects, without the type of their model: one list for all models, compiled once.
class RefList {
public:
    RefList() noexcept = default;
    /// Counts a holder of each; null where an outer join met no row.
    explicit RefList(const std::vector<InstanceState*>& states);
    RefList(const RefList& other);
    RefList(RefList&& other) noexcept;
    RefList& operator=(RefList other) noexcept;
    ~RefList();

    [[nodiscard]] InstanceState** data() const noexcept { return states_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The only one. @throws NoResultFound, MultipleResultsFound.
    [[nodiscard]] InstanceState* one() const;
    /// The only one, or null. @throws MultipleResultsFound.
    [[nodiscard]] InstanceState* one_or_none() const;
    [[nodiscard]] InstanceState* first() const noexcept;

private:
    InstanceState** states_ = nullptr;
    std::size_t size_ = 0;
};

template <class T>
struct FirstOf {
    using type = std::optional<T>;
};
template <class T>
struct FirstOf<std::optional<T>> {
    using type = std::optional<T>;
};
}  // namespace detail

/// The rows of a query, read completely. A range of T: a tuple for each row, or one value for each row (scalars).
/// Belongs to one thread, like the objects in it.
template <class T>
class [[nodiscard]] Result {
public:
    /// One element or nothing: std::nullopt.
    using optional_type = typename detail::FirstOf<T>::type;

    // always_inline: see Expr.
    [[gnu::always_inline]] explicit Result(std::vector<T> rows) noexcept : rows_(std::move(rows)) {}
    [[gnu::always_inline]] Result(const Result&) = default;
    [[gnu::always_inline]] Result(Result&&) noexcept = default;
    [[gnu::always_inline]] Result& operator=(const Result&) = default;
    [[gnu::always_inline]] Result& operator=(Result&&) noexcept = default;
    [[gnu::always_inline]] ~Result() = default;

    [[nodiscard]] [[gnu::always_inline]] auto begin() noexcept { return rows_.begin(); }
    [[nodiscard]] [[gnu::always_inline]] auto end() noexcept { return rows_.end(); }
    [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
    [[nodiscard]] auto end() const noexcept { return rows_.end(); }
    [[nodiscard]] [[gnu::always_inline]] std::size_t size() const noexcept { return rows_.size(); }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] const T& operator[](std::size_t i) const { return rows_[i]; }

    [[nodiscard]] std::vector<T> all() && { return std::move(rows_); }
    [[nodiscard]] const std::vector<T>& all() const& noexcept { return rows_; }
    [[nodiscard]] optional_type first() const {
        if (rows_.empty())
            return optional_type();
        return rows_.front();
    }
    /// @throws NoResultFound, MultipleResultsFound.
    [[nodiscard]] T one() const {
        if (rows_.empty())
            detail::throw_no_result();
        if (rows_.size() > 1)
            detail::throw_multiple_results(rows_.size());
        return rows_.front();
    }
    /// @throws MultipleResultsFound.
    [[nodiscard]] optional_type one_or_none() const {
        if (rows_.size() > 1)
            detail::throw_multiple_results(rows_.size());
        return first();
    }

private:
    std::vector<T> rows_;
};

/// The objects of a query: the same, with an empty Ref for nothing. It converts to a std::vector<Ref<M>>.
template <class M>
class [[nodiscard]] Result<Ref<M>> {
    static_assert(sizeof(Ref<M>) == sizeof(detail::InstanceState*));

public:
    using optional_type = Ref<M>;

    [[gnu::always_inline]] explicit Result(detail::RefList refs) noexcept
        : refs_(static_cast<detail::RefList&&>(refs)) {}
    [[gnu::always_inline]] Result(const Result&) = default;
    [[gnu::always_inline]] Result(Result&&) noexcept = default;
    [[gnu::always_inline]] Result& operator=(const Result&) = default;
    [[gnu::always_inline]] Result& operator=(Result&&) noexcept = default;
    [[gnu::always_inline]] ~Result() = default;

    // A Ref is a pointer to a state and nothing else, so the list of states is one of Refs.
    [[nodiscard]] [[gnu::always_inline]] Ref<M>* begin() noexcept { return reinterpret_cast<Ref<M>*>(refs_.data()); }
    [[nodiscard]] [[gnu::always_inline]] Ref<M>* end() noexcept { return begin() + refs_.size(); }
    [[nodiscard]] const Ref<M>* begin() const noexcept { return reinterpret_cast<const Ref<M>*>(refs_.data()); }
    [[nodiscard]] const Ref<M>* end() const noexcept { return begin() + refs_.size(); }
    [[nodiscard]] [[gnu::always_inline]] std::size_t size() const noexcept { return refs_.size(); }
    [[nodiscard]] bool empty() const noexcept { return refs_.size() == 0; }
    [[nodiscard]] const Ref<M>& operator[](std::size_t i) const { return begin()[i]; }

    [[nodiscard]] std::vector<Ref<M>> all() && {
        return std::vector<Ref<M>>(std::make_move_iterator(begin()), std::make_move_iterator(end()));
    }
    [[nodiscard]] std::vector<Ref<M>> all() const& { return std::vector<Ref<M>>(begin(), end()); }
    operator std::vector<Ref<M>>() && { return static_cast<Result&&>(*this).all(); }
    operator std::vector<Ref<M>>() const& { return all(); }
    [[nodiscard]] Ref<M> first() const { return Ref<M>(refs_.first()); }
    /// @throws NoResultFound, MultipleResultsFound.
    [[nodiscard]] Ref<M> one() const { return Ref<M>(refs_.one()); }
    /// @throws MultipleResultsFound.
    [[nodiscard]] Ref<M> one_or_none() const { return Ref<M>(refs_.one_or_none()); }

private:
    detail::RefList refs_;
};

}  // namespace athanor

#pragma GCC visibility pop
