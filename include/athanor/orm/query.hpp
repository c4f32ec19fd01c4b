#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <athanor/orm/read_session.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
/// The statement that counts the rows of `select` before LIMIT and OFFSET.
/// @throws InvalidRequestError for a statement with DISTINCT, GROUP BY or HAVING.
sql::Statement counting(const sql::Statement& select);
std::int64_t window_of(std::int64_t rows, const sql::Statement& select) noexcept;
}  // namespace detail

/// A query for objects of one model, bound to its session: the spelling of SQLAlchemy's Query. Each step returns a
/// changed copy. It builds the same statement as `select`. Must not outlive the session.
template <class M>
class [[nodiscard]] Query {
    using Statement = Select<owners<M>, std::tuple<detail::EntityItem<M>>>;

public:
    [[gnu::always_inline]] explicit Query(ReadSession& session) : session_(&session), select_(select<M>()) {}
    [[gnu::always_inline]] Query(const Query&) = default;
    [[gnu::always_inline]] Query(Query&&) noexcept = default;
    [[gnu::always_inline]] Query& operator=(const Query&) = default;
    [[gnu::always_inline]] Query& operator=(Query&&) noexcept = default;
    [[gnu::always_inline]] ~Query() = default;

    template <class... X>
    Query filter(X&&... conditions) const {
        return Query(session_, select_.where(static_cast<X&&>(conditions)...));
    }
    template <class... X>
    Query order_by(X&&... terms) const {
        return Query(session_, select_.order_by(static_cast<X&&>(terms)...));
    }
    Query limit(std::int64_t rows) const { return Query(session_, select_.limit(rows)); }
    Query offset(std::int64_t rows) const { return Query(session_, select_.offset(rows)); }
    template <class... O>
    Query options(const O&... options) const {
        return Query(session_, select_.options(options...));
    }

    /// All objects; a std::vector<Ref<M>> takes them too.
    [[nodiscard]] Result<Ref<M>> all() const {
        return Result<Ref<M>>(detail::query_refs(session_->core(), mapper_of<M>(), select_.statement()));
    }
    /// The first object, or an empty Ref. Asks the database for one row.
    [[nodiscard]] Ref<M> first() const { return session_->scalars(select_.limit(1)).first(); }
    /// @throws NoResultFound, MultipleResultsFound. Asks the database for two rows at most.
    [[nodiscard]] Ref<M> one() const { return session_->scalars(limited()).one(); }
    [[nodiscard]] Ref<M> one_or_none() const { return session_->scalars(limited()).one_or_none(); }
    /// The number of rows, counted by the database.
    [[nodiscard]] std::int64_t count() const {
        using Count = Select<owners<M>, std::tuple<detail::ColumnItem<std::int64_t, owners<M>, Nullness::counted>>>;
        const auto rows = session_->scalars(Count(detail::counting(select_.statement()))).one();
        return detail::window_of(rows, select_.statement());
    }
    [[nodiscard]] const Statement& statement() const noexcept { return select_; }

private:
    [[gnu::always_inline]] Query(ReadSession* session, Statement select)
        : session_(session), select_(static_cast<Statement&&>(select)) {}
    [[nodiscard]] Statement limited() const {
        const auto& limit = select_.statement().select().limit;
        return select_.limit(limit && *limit < 2 ? *limit : 2);
    }

    ReadSession* session_;
    Statement select_;
};

}  // namespace athanor

#pragma GCC visibility pop
