#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include <athanor/core/date.hpp>
#include <athanor/orm/descriptor.hpp>
#include <athanor/orm/detail/mapping_checks.hpp>
#include <athanor/orm/detail/reflection.hpp>
#include <athanor/orm/many.hpp>
#include <athanor/orm/mapped.hpp>
#include <athanor/orm/mapper.hpp>
#include <athanor/orm/one.hpp>
#include <athanor/orm/options.hpp>
#include <athanor/orm/table_args.hpp>

#pragma GCC visibility push(default)

// From a model class to its ModelDescriptor. Everything here runs once for each model.
namespace athanor {

template <class D>
struct Model;

namespace detail {

template <class T>
std::uint32_t offset_in(const void* member) {
    return static_cast<std::uint32_t>(static_cast<const char*>(member) -
                                      reinterpret_cast<const char*>(&phantom<T>.value));
}

// ---- options to descriptor fields

struct ForeignKeyTarget {
    static void name(ColumnDescriptor& c, std::string_view spelled);  // "table.column"
    template <class C, class M>
    static void member(ColumnDescriptor& c, M C::*pointer) {
        c.references_type = type_key<C>();
        c.references_by_member = true;
        c.references_offset = offset_in<C>(&(phantom<C>.value.*pointer));
    }
};

template <class T, class Option>
struct ApplyColumnOption;
template <class T>
struct ApplyColumnOption<T, primary_key> {
    static void to(ColumnDescriptor& c) { c.primary_key = true; }
};
template <class T>
struct ApplyColumnOption<T, unique> {
    static void to(ColumnDescriptor& c) { c.unique = true; }
};
template <class T>
struct ApplyColumnOption<T, index> {
    static void to(ColumnDescriptor& c) { c.index = true; }
};
template <class T>
struct ApplyColumnOption<T, secret> {
    static void to(ColumnDescriptor& c) { c.type.secret = true; }
};
template <class T>
struct ApplyColumnOption<T, default_now> {
    static_assert(std::same_as<bare_t<T>, DateTime> || std::same_as<bare_t<T>, Date>,
                  "athanor: default_now is for DateTime and Date columns");
    static void to(ColumnDescriptor& c) { c.default_now = true; }
};
template <class T, std::uint32_t N>
struct ApplyColumnOption<T, length<N>> {
    static_assert(std::same_as<bare_t<T>, std::string>, "athanor: length<N> is for std::string columns");
    static void to(ColumnDescriptor& c) { c.type.length = N; }
};
template <class T, unsigned P, unsigned S>
struct ApplyColumnOption<T, numeric<P, S>> {
    static_assert(std::same_as<bare_t<T>, Decimal>, "athanor: numeric<P, S> is for Decimal columns");
    static void to(ColumnDescriptor& c) {
        c.type.precision = P;
        c.type.scale = S;
    }
};
template <class T, fixed_string Name>
struct ApplyColumnOption<T, column_name<Name>> {
    static void to(ColumnDescriptor& c) { c.name = column_name_of<Name>(); }
    template <fixed_string N>
    static std::string_view column_name_of() {
        static constexpr fixed_string kept = N;
        return kept.view();
    }
};
template <class T, KeyTarget Target>
struct ApplyColumnOption<T, foreign_key<Target>> {
    static void to(ColumnDescriptor& c) {
        if constexpr (requires { Target.target.view(); }) {
            static constexpr auto kept = Target.target;
            ForeignKeyTarget::name(c, kept.view());
        } else {
            ForeignKeyTarget::member(c, Target.target);
        }
    }
};
template <class T, class M>
struct ApplyColumnOption<T, references<M>> {
    static void to(ColumnDescriptor& c) { c.references_type = type_key<M>(); }
};
template <class T, fixed_string Action>
struct ApplyColumnOption<T, on_delete<Action>> {
    static void to(ColumnDescriptor& c) {
        constexpr std::string_view action = Action.view();
        c.on_delete = action == "CASCADE"       ? OnDelete::cascade
                      : action == "SET NULL"    ? OnDelete::set_null
                      : action == "RESTRICT"    ? OnDelete::restrict
                      : action == "SET DEFAULT" ? OnDelete::set_default
                                                : OnDelete::no_action;
    }
};
template <class T, Literal V>
struct ApplyColumnOption<T, server_default<V>> {
    static void to(ColumnDescriptor& c) { c.server_default = &make; }
    static Value make() {
        using B = bare_t<T>;
        if constexpr (requires { V.value.view(); }) {
            if constexpr (requires { B::parse(V.value.view()); })
                return to_value(B::parse(V.value.view()));
            else
                return Value(V.value.view());
        } else {
            return to_value(static_cast<B>(V.value));
        }
    }
};

Cascade parse_cascade(std::string_view words);

template <class Option>
struct ApplyRelationshipOption;
template <fixed_string Member>
struct ApplyRelationshipOption<back_populates<Member>> {
    static void to(RelationshipDescriptor& r) {
        static constexpr fixed_string kept = Member;
        r.back_populates = kept.view();
    }
};
template <auto Member>
struct ApplyRelationshipOption<via<Member>> {
    template <class C, class F>
    static std::uint32_t offset(F C::*pointer) {
        return offset_in<C>(&(phantom<C>.value.*pointer));
    }
    static void to(RelationshipDescriptor& r) {
        r.has_via = true;
        r.via_offset = offset(Member);
    }
};
template <fixed_string Words>
struct ApplyRelationshipOption<cascade<Words>> {
    static void to(RelationshipDescriptor& r) { r.cascade = parse_cascade(Words.view()); }
};
template <fixed_string Strategy>
struct ApplyRelationshipOption<lazy<Strategy>> {
    static void to(RelationshipDescriptor& r) {
        r.lazy = Strategy.view() == "selectin" ? LoadStrategy::selectin
                 : Strategy.view() == "raise"  ? LoadStrategy::raise
                                               : LoadStrategy::select;
    }
};

// ---- members to descriptors

/// Collects a model's members; compiled once.
class DescriptorBuilder {
public:
    void add(const ColumnDescriptor& column) { columns_.push_back(column); }
    void add(const RelationshipDescriptor& relationship) { relationships_.push_back(relationship); }
    [[nodiscard]] std::span<const ColumnDescriptor> columns() const noexcept { return columns_; }
    [[nodiscard]] std::span<const RelationshipDescriptor> relationships() const noexcept { return relationships_; }

private:
    std::vector<ColumnDescriptor> columns_;
    std::vector<RelationshipDescriptor> relationships_;
};

template <class F>
struct DescribeMember;

/// A column of type T as if its member stood at the object's start.
template <class T>
ColumnDescriptor plain_column() {
    ColumnDescriptor column;
    column.access = &accessors<T>;
    column.nullable = is_optional<T>;
    column.type.kind = TypeTraits<bare_t<T>>::kind;
    struct Layout {
        FieldLink link;
        T value;
    };
    column.value_offset = static_cast<std::uint32_t>(offsetof(Layout, value));
    return column;
}

template <class Owner, class T, class... Options>
struct DescribeMember<MappedIn<Owner, T, Options...>> {
    static void add(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
        ColumnDescriptor column = plain_column<T>();
        column.name = name;
        column.offset = offset;
        column.value_offset += offset;
        (ApplyColumnOption<T, Options>::to(column), ...);
        builder.add(column);
    }
};
template <bool Many, class M, class... Options>
void add_relationship(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
    RelationshipDescriptor relationship;
    relationship.name = name;
    relationship.offset = offset;
    relationship.many = Many;
    relationship.target_type = type_key<M>();
    (ApplyRelationshipOption<Options>::to(relationship), ...);
    builder.add(relationship);
}
template <class Owner, class M, class... Options>
struct DescribeMember<OneIn<Owner, M, Options...>> {
    static void add(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
        add_relationship<false, M, Options...>(builder, name, offset);
    }
};
template <class Owner, class M, class... Options>
struct DescribeMember<ManyIn<Owner, M, Options...>> {
    static void add(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
        add_relationship<true, M, Options...>(builder, name, offset);
    }
};

template <class T>
void describe_members(DescriptorBuilder& builder, std::uint32_t base_offset) {
    static_assert(check_class<T>());
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (DescribeMember<member_type<T, I>>::add(builder, member_name<T, I>,
                                                base_offset + offset_in<T>(phantom_member<T, I>())),
         ...);
    }(std::make_index_sequence<member_count<T>>{});
}

/// An embedded struct: its members are columns of the model around it.
template <class F>
struct DescribeMember {
    static void add(DescriptorBuilder& builder, std::string_view, std::uint32_t offset) {
        describe_members<F>(builder, offset);
    }
};

/// Members of a class with bases cannot be bound: a subclass lists its own by pointer.
template <auto... M>
void describe_listed(DescriptorBuilder& builder, own_columns<M...>) {
    const auto one = [&]<class C, class F>(F C::*pointer, std::string_view name) {
        DescribeMember<F>::add(builder, name, offset_in<C>(&(phantom<C>.value.*pointer)));
    };
    (one(M, name_of_member_pointer<M>()), ...);
}

template <class D>
std::string_view table_name_of() {
    if constexpr (requires { D::table_name(); })
        return D::table_name();
    else if constexpr (requires { D::table_name; })
        return D::table_name;
    else
        return class_name<D>();
}

template <class D>
const ModelDescriptor& descriptor_of();

template <class D>
const ModelDescriptor* base_descriptor() {
    return &descriptor_of<typename D::base_model>();
}

template <class D>
ModelDescriptor build_descriptor(DescriptorBuilder& builder) {
    static_assert(alignof(D) <= alignof(InstanceState), "athanor: a model's alignment is at most 16");
    ModelDescriptor d;
    d.type_key = type_key<D>();
    d.class_name = class_name<D>();
    d.table_name = table_name_of<D>();
    if constexpr (requires { typename D::base_model; }) {
        describe_listed(builder, typename D::own{});
        d.base = &base_descriptor<D>;
    } else {
        describe_members<D>(builder, 0);
    }
    d.columns = builder.columns();
    d.relationships = builder.relationships();
    d.size = sizeof(D);
    d.alignment = alignof(D);
    d.construct = [](void* where) { ::new (where) D(); };
    d.move_construct = [](void* where, void* from) { ::new (where) D(std::move(*static_cast<D*>(from))); };
    d.destroy = [](void* object) { static_cast<D*>(object)->~D(); };
    if constexpr (requires { D::table_args(); })
        d.table_args = [](Table& table) { add_table_args(table, D::table_args()); };
    return d;
}

template <class D>
const ModelDescriptor& descriptor_of() {
    static_assert(std::is_base_of_v<ModelTag<D>, D>, "athanor: a model derives from Model<itself>");
    static DescriptorBuilder builder;
    static const ModelDescriptor descriptor = build_descriptor<D>(builder);
    return descriptor;
}

}  // namespace detail

/// The mapper of a model, made on first use.
template <class D>
[[nodiscard]] const Mapper& mapper_of() {
    static const Mapper& mapper = Mapper::of(detail::descriptor_of<D>());
    return mapper;
}

template <class Owner, class M, class... Options>
template <class X>
void OneIn<Owner, M, Options...>::ensure_registered() {
    (void)mapper_of<X>();
}
template <class Owner, class M, class... Options>
template <class X>
void ManyIn<Owner, M, Options...>::ensure_registered() {
    (void)mapper_of<X>();
}

}  // namespace athanor

#pragma GCC visibility pop
