#pragma once

#include <cstddef>

#include <athanor/orm/describe.hpp>
#include <athanor/orm/prototype.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
template <class D>
struct CopiedColumns {
    static constexpr bool value = mistake::columns_are_not_copied<D, remedy::write_auto_reference_columns>::value;
};
}  // namespace detail

/// The columns of the model D, as `D::columns()` and `aliased` give them: a D that is never read and never copied. Take
/// it by reference: `auto& e = Expense::columns();`.
template <class D>
class Columns final : public D {
public:
    [[gnu::always_inline]] Columns() = default;
    [[gnu::always_inline]] ~Columns() = default;
    template <class X, bool = detail::CopiedColumns<X>::value>
    Columns(const volatile Columns<X>&);
};

namespace detail {

template <class D>
struct Prototype {
    Columns<D> object{};
    PrototypeHeader header;
    Prototype(const Prototype&) = delete;
    Prototype& operator=(const Prototype&) = delete;
    [[gnu::always_inline]] explicit Prototype(std::string_view alias) : header(mapper_of<D>(), alias, &object) {}
};

}  // namespace detail

/// The base of a mapped class: `struct Category : Model<Category> { … };`. Empty; it gives the class the names
/// `Mapped`, `Many`, `One` and those of the options, each knowing its owner, and `columns()` for queries. The class has
/// a `static constexpr auto table_name = "categories";` (else the table is named like the class).
template <class D>
struct Model : detail::ModelTag<D> {
    template <class T, class... Options>
    using Mapped = MappedIn<D, T, Options...>;
    template <class M, class... Options>
    using Many = ManyIn<D, M, Options...>;
    template <class M, class... Options>
    using One = OneIn<D, M, Options...>;

    using primary_key = athanor::primary_key;
    using unique = athanor::unique;
    using index = athanor::index;
    using secret = athanor::secret;
    using default_now = athanor::default_now;
    template <std::uint32_t N>
    using length = athanor::length<N>;
    template <unsigned P, unsigned S>
    using numeric = athanor::numeric<P, S>;
    template <fixed_string Name>
    using column_name = athanor::column_name<Name>;
    template <detail::KeyTarget Target>
    using foreign_key = athanor::foreign_key<Target>;
    template <class M>
    using references = athanor::references<M>;
    template <fixed_string Action>
    using on_delete = athanor::on_delete<Action>;
    template <detail::Literal V>
    using server_default = athanor::server_default<V>;
    template <fixed_string Member>
    using back_populates = athanor::back_populates<Member>;
    template <auto Member>
    using via = athanor::via<Member>;
    template <fixed_string Words>
    using cascade = athanor::cascade<Words>;
    template <fixed_string Strategy>
    using lazy = athanor::lazy<Strategy>;

    /// The typed columns, for queries. Take it by reference: `auto& e = Expense::columns();`. Lives for the whole
    /// program; thread-safe.
    [[nodiscard]] static const volatile Columns<D>& columns() {
        static const detail::Prototype<D> prototype("");
        return prototype.object;
    }
};

/// A model that adds a table of its own to its base model's (joined-table inheritance): `struct Manager :
/// Subclass<Manager, Employee>`, with `using own = own_columns<&Manager::bonus>;` behind the members.
template <class D, class Base>
struct Subclass : Base, detail::ModelTag<D> {
    using base_model = Base;
    template <class T, class... Options>
    using Mapped = MappedIn<D, T, Options...>;
    template <class M, class... Options>
    using Many = ManyIn<D, M, Options...>;
    template <class M, class... Options>
    using One = OneIn<D, M, Options...>;
    [[nodiscard]] static const volatile Columns<D>& columns() {
        static const detail::Prototype<D> prototype("");
        return prototype.object;
    }
};

/// A second set of columns of the same table, for a query that meets the table twice: `auto& m = aliased<Employee,
/// "m">();`. It has its model's type, so a forgotten alias is a CompileError when the statement runs, not a compiler
/// message.
template <class D, fixed_string Name>
[[nodiscard]] const volatile Columns<D>& aliased() {
    static constexpr fixed_string kept = Name;
    static const detail::Prototype<D> prototype(kept.view());
    return prototype.object;
}

namespace detail {
template <auto M>
struct ColumnOf;
template <class D, class F, F D::*M>
struct ColumnOf<M> {
    static const volatile F& get() { return D::columns().*M; }
};
}  // namespace detail
/// One column without naming the set first: `col<&Expense::amount>()`.
template <auto M>
[[nodiscard]] const volatile auto& col() {
    return detail::ColumnOf<M>::get();
}

/// A new object in a block of its own, transient until a session gets it: `auto food = make<Category>({.name =
/// "Food"});`.
template <class D>
[[nodiscard]] Ref<D> make(D value = {}) {
    return detail::adopt_ref<D>(detail::make_instance(mapper_of<D>(), &value));
}
/// The same, filled by a function; the way to build a Subclass: `make<Manager>([](Manager& m) { m.name = "Ann"; })`.
template <class D, class Fill>
    requires std::invocable<Fill&, D&>
[[nodiscard]] Ref<D> make(Fill fill) {
    Ref<D> ref = detail::adopt_ref<D>(detail::make_instance(mapper_of<D>(), nullptr));
    fill(*ref);
    return ref;
}

}  // namespace athanor

#pragma GCC visibility pop
