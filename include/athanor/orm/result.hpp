#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <athanor/orm/ref.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
[[noreturn]] void throw_no_result();
[[noreturn]] void throw_multiple_results(std::size_t rows);

template <class T>
struct FirstOf {
    using type = std::optional<T>;
};
template <class T>
struct FirstOf<Ref<T>> {
    using type = Ref<T>;
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
    /// One element or nothing: an empty Ref for objects, std::nullopt for values.
    using optional_type = typename detail::FirstOf<T>::type;

    // always_inline: see Expr.
    [[gnu::always_inline]] explicit Result(std::vector<T> rows) noexcept : rows_(std::move(rows)) {}
    [[gnu::always_inline]] explicit Result(const std::vector<detail::InstanceState*>& states)
        requires std::constructible_from<T, detail::InstanceState*>
        : rows_(states.begin(), states.end()) {}
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

}  // namespace athanor

#pragma GCC visibility pop
