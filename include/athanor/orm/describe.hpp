#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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
[[gnu::always_inline]] inline std::uint32_t offset_in(const void* member) {
    return static_cast<std::uint32_t>(static_cast<const char*>(member) -
                                      reinterpret_cast<const char*>(&phantom<T>.value));
}

// ---- options to descriptor fields

struct ForeignKeyTarget {
    static void name(ColumnDescriptor& c, std::string_view spelled);  // "table.column"
    template <class C, class M>
    [[gnu::always_inline]] static void member(ColumnDescriptor& c, M C::*pointer) {
        c.references_type = type_key_of<C>;
        c.references_by_member = true;
        c.references_offset = offset_in<C>(&(phantom<C>.value.*pointer));
    }
};

template <class T, class Option>
struct ApplyColumnOption;
template <class T>
struct ApplyColumnOption<T, primary_key> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.primary_key = true; }
};
template <class T>
struct ApplyColumnOption<T, unique> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.unique = true; }
};
template <class T>
struct ApplyColumnOption<T, index> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.index = true; }
};
template <class T>
struct ApplyColumnOption<T, secret> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.type.secret = true; }
};
template <class T>
struct ApplyColumnOption<T, default_now> {
    static_assert(std::same_as<bare_t<T>, DateTime> || std::same_as<bare_t<T>, Date>,
                  "athanor: default_now is for DateTime and Date columns");
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.default_now = true; }
};
template <class T, std::uint32_t N>
struct ApplyColumnOption<T, length<N>> {
    static_assert(std::same_as<bare_t<T>, std::string>, "athanor: length<N> is for std::string columns");
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.type.length = N; }
};
template <class T, unsigned P, unsigned S>
struct ApplyColumnOption<T, numeric<P, S>> {
    static_assert(std::same_as<bare_t<T>, Decimal>, "athanor: numeric<P, S> is for Decimal columns");
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) {
        c.type.precision = P;
        c.type.scale = S;
    }
};
template <class T, fixed_string Name>
struct ApplyColumnOption<T, column_name<Name>> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.name = column_name_of<Name>(); }
    template <fixed_string N>
    static std::string_view column_name_of() {
        static constexpr fixed_string kept = N;
        return kept.view();
    }
};
template <class T, KeyTarget Target>
struct ApplyColumnOption<T, foreign_key<Target>> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) {
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
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.references_type = type_key_of<M>; }
};
template <class T, fixed_string Action>
struct ApplyColumnOption<T, on_delete<Action>> {
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) {
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
    [[gnu::always_inline]] static void to(ColumnDescriptor& c) { c.server_default = &make; }
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
    [[gnu::always_inline]] static void to(RelationshipDescriptor& r) {
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
    [[gnu::always_inline]] static void to(RelationshipDescriptor& r) {
        r.has_via = true;
        r.via_offset = offset(Member);
    }
};
template <fixed_string Words>
struct ApplyRelationshipOption<cascade<Words>> {
    [[gnu::always_inline]] static void to(RelationshipDescriptor& r) { r.cascade = parse_cascade(Words.view()); }
};
template <fixed_string Strategy>
struct ApplyRelationshipOption<lazy<Strategy>> {
    [[gnu::always_inline]] static void to(RelationshipDescriptor& r) {
        r.lazy = Strategy.view() == "selectin" ? LoadStrategy::selectin
                 : Strategy.view() == "raise"  ? LoadStrategy::raise
                                               : LoadStrategy::select;
    }
};

// ---- members to descriptors

/// Collects a model's members; compiled once.
class DescriptorBuilder {
public:
    DescriptorBuilder();
    DescriptorBuilder(const DescriptorBuilder&) = delete;
    DescriptorBuilder& operator=(const DescriptorBuilder&) = delete;
    ~DescriptorBuilder();
    void add(const ColumnDescriptor& column);
    void add(const RelationshipDescriptor& relationship);
    [[nodiscard]] std::span<const ColumnDescriptor> columns() const noexcept { return columns_; }
    [[nodiscard]] std::span<const RelationshipDescriptor> relationships() const noexcept { return relationships_; }

private:
    std::vector<ColumnDescriptor> columns_;
    std::vector<RelationshipDescriptor> relationships_;
};

/// A member with the function that adds its descriptors. Most functions serve members of many models, since they do not
/// depend on the owner.
struct MemberSpec {
    std::string_view name;
    const void* address;  ///< in the phantom of the class
    void (*add)(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset);
};
/// @param start where the phantom of the class lies; offset: of the class in the model.
void describe(DescriptorBuilder& builder, std::span<const MemberSpec> members, const void* start, std::uint32_t offset);

/// A column of type T as if its member stood at `offset`.
ColumnDescriptor plain_column(const Accessors& access, std::string_view name, std::uint32_t offset,
                              std::size_t value_offset);
template <class T>
struct ColumnLayout {
    FieldLink link;
    T value;
};

template <class T, class... Options>
void add_column(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
    ColumnDescriptor column = plain_column(accessors_of<T>(), name, offset, offsetof(ColumnLayout<T>, value));
    (ApplyColumnOption<T, Options>::to(column), ...);
    builder.add(column);
}
template <bool Many, class M, class... Options>
void add_relationship(DescriptorBuilder& builder, std::string_view name, std::uint32_t offset) {
    RelationshipDescriptor relationship;
    relationship.name = name;
    relationship.offset = offset;
    relationship.many = Many;
    relationship.target_type = type_key_of<M>;
    (ApplyRelationshipOption<Options>::to(relationship), ...);
    builder.add(relationship);
}

template <class T, class Indexes = std::make_index_sequence<member_count<T>>>
struct MemberTable;

/// An embedded struct: its members are columns of the model around it.
template <class F>
void add_embedded(DescriptorBuilder& builder, std::string_view, std::uint32_t offset) {
    static_assert(check_class<F>());
    describe(builder, MemberTable<F>::members, &phantom<F>.value, offset);
}

template <class F>
inline constexpr auto add_member = &add_embedded<F>;
template <class Owner, class T, class... Options>
inline constexpr auto add_member<MappedIn<Owner, T, Options...>> = &add_column<T, Options...>;
template <class Owner, class M, class... Options>
inline constexpr auto add_member<OneIn<Owner, M, Options...>> = &add_relationship<false, M, Options...>;
template <class Owner, class M, class... Options>
inline constexpr auto add_member<ManyIn<Owner, M, Options...>> = &add_relationship<true, M, Options...>;

template <class T, std::size_t... I>
struct MemberTable<T, std::index_sequence<I...>> {
    static constexpr std::array<MemberSpec, sizeof...(I)> members{
        MemberSpec{member_name<T, I>, phantom_member<T, I>, add_member<member_type<T, I>>}...};
};

/// Members of a class with bases cannot be bound: a subclass lists its own by pointer.
template <auto... M>
void describe_listed(DescriptorBuilder& builder, own_columns<M...>) {
    const auto one = [&]<class C, class F>(F C::*pointer, std::string_view name) {
        add_member<F>(builder, name, offset_in<C>(&(phantom<C>.value.*pointer)));
    };
    (one(M, name_of_member_pointer<M>()), ...);
}

template <class D>
[[gnu::always_inline]] inline std::string_view table_name_of() {
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
void describe_members(DescriptorBuilder& builder) {
    if constexpr (requires { typename D::base_model; }) {
        describe_listed(builder, typename D::own{});
    } else {
        static_assert(check_class<D>());
        describe(builder, MemberTable<D>::members, &phantom<D>.value, 0);
    }
}
template <class D>
void construct_model(void* where) {
    ::new (where) D();
}
template <class D>
void move_construct_model(void* where, void* from) {
    ::new (where) D(static_cast<D&&>(*static_cast<D*>(from)));
}
template <class D>
void destroy_model(void* object) {
    static_cast<D*>(object)->~D();
}
template <class D>
void add_table_args_of(Table& table) {
    add_table_args(table, D::table_args());
}

/// What is known of a model when it is compiled.
template <class D>
constexpr ModelDescriptor make_model_spec() {
    ModelDescriptor d;
    d.type_key = type_key_of<D>;
    d.class_name = class_name<D>();
    d.size = sizeof(D);
    d.alignment = alignof(D);
    d.construct = &construct_model<D>;
    d.move_construct = &move_construct_model<D>;
    d.destroy = &destroy_model<D>;
    if constexpr (requires { D::table_args(); })
        d.table_args = &add_table_args_of<D>;
    if constexpr (requires { typename D::base_model; })
        d.base = &base_descriptor<D>;
    return d;
}
template <class D>
inline constexpr ModelDescriptor model_spec = make_model_spec<D>();

/// A descriptor with the storage it points to.
struct DescribedModel {
    DescriptorBuilder members;
    ModelDescriptor descriptor;
    DescribedModel(const ModelDescriptor& spec, std::string_view table_name, void (*describe)(DescriptorBuilder&));
};

template <class D>
const ModelDescriptor& descriptor_of() {
    static_assert(std::is_base_of_v<ModelTag<D>, D>, "athanor: a model derives from Model<itself>");
    static_assert(alignof(D) <= alignof(InstanceState), "athanor: a model's alignment is at most 16");
    static const DescribedModel model(model_spec<D>, table_name_of<D>(), &describe_members<D>);
    return model.descriptor;
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
