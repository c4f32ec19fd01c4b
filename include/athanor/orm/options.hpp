#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <athanor/core/fixed_string.hpp>
#include <athanor/orm/descriptor.hpp>

#pragma GCC visibility push(default)

// What may stand behind the type of a Mapped, One or Many. Options are types, so that a compiler message reads
// `Mapped<int, primary_key>`. Model<D> injects all these names, so they need no qualification inside a model.
namespace athanor {

// ---- of a column

/// The column is (part of) the primary key. A single integer key that is not a foreign key is numbered by the server.
struct primary_key {};
/// No two rows have the same value.
struct unique {};
/// The column has an index of its own.
struct index {};
/// Values are shown as *** in logs and errors.
struct secret {};
/// An unassigned DateTime or Date takes the current instant when it is written; the server has the same default.
struct default_now {};
/// At most N characters (code points), checked before the database is asked.
template <std::uint32_t N>
struct length {
    static_assert(N > 0);
};
/// An exact decimal of P digits, S of them after the point.
template <unsigned P, unsigned S>
struct numeric {
    static_assert(P >= 1 && P <= 38 && S <= P, "athanor: numeric<P, S> takes 1 <= P <= 38 and S <= P");
};
/// The column's name in the database, where it is not the member's.
template <fixed_string Name>
struct column_name {};

namespace detail {
template <class P>
struct KeyTarget {
    P target;
    constexpr KeyTarget(P p) : target(p) {}
};
template <std::size_t N>
struct KeyTarget<fixed_string<N>> {
    fixed_string<N> target;
    constexpr KeyTarget(const char (&literal)[N]) : target(literal) {}
};
template <class C, class M>
KeyTarget(M C::*) -> KeyTarget<M C::*>;
template <std::size_t N>
KeyTarget(const char (&)[N]) -> KeyTarget<fixed_string<N>>;

template <class T>
struct Literal {
    T value;
    constexpr Literal(T v) : value(v) {}
};
template <std::size_t N>
struct Literal<fixed_string<N>> {
    fixed_string<N> value;
    constexpr Literal(const char (&literal)[N]) : value(literal) {}
};
template <class T>
Literal(T) -> Literal<T>;
template <std::size_t N>
Literal(const char (&)[N]) -> Literal<fixed_string<N>>;
}  // namespace detail

/// The column refers to a column of another table: `foreign_key<&Category::id>`, or `foreign_key<"categories.id">`
/// where the other class is not complete yet.
template <detail::KeyTarget Target>
struct foreign_key {};
/// The column refers to the primary key of a model that is only declared here.
template <class M>
struct references {};
/// What happens to this row when the row it refers to goes: "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT", "NO
/// ACTION".
template <fixed_string Action>
struct on_delete {
    static_assert(Action.view() == "CASCADE" || Action.view() == "SET NULL" || Action.view() == "RESTRICT" ||
                      Action.view() == "SET DEFAULT" || Action.view() == "NO ACTION",
                  "athanor: on_delete takes CASCADE, SET NULL, RESTRICT, SET DEFAULT or NO ACTION");
};
/// The constant the server writes when an INSERT leaves the column out: `server_default<"open">`, `server_default<0>`.
template <detail::Literal V>
struct server_default {};

// ---- of a relationship

/// The member of the other model that is this relationship seen from there; both are kept in step.
template <fixed_string Member>
struct back_populates {};
/// The foreign key that carries the relationship, where the table has several to the same table.
template <auto Member>
struct via {};
/// What reaches the related objects: SQLAlchemy's words, "save-update", "delete", "delete-orphan", "all", separated by
/// commas.
template <fixed_string Words>
struct cascade {};
/// How the relationship loads: "select" (when first used), "selectin" (with its parents, one query), "raise" (never by
/// itself).
template <fixed_string Strategy>
struct lazy {
    static_assert(Strategy.view() == "select" || Strategy.view() == "selectin" || Strategy.view() == "raise",
                  "athanor: lazy takes select, selectin or raise");
};

}  // namespace athanor

#pragma GCC visibility pop
