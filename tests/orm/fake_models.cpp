#include "orm/fake_models.hpp"

#include <new>

#include "orm/fake_accessors.hpp"

namespace athanor::testing {

using detail::Cascade;
using detail::ColumnDescriptor;
using detail::LoadStrategy;
using detail::ModelDescriptor;
using detail::RelationshipDescriptor;

namespace {

template <class M>
ModelDescriptor model(std::string_view name, std::string_view table, std::span<const ColumnDescriptor> columns,
                      std::span<const RelationshipDescriptor> relationships) {
    ModelDescriptor result;
    result.type_key = name;
    result.class_name = name;
    result.table_name = table;
    result.columns = columns;
    result.relationships = relationships;
    result.size = sizeof(M);
    result.alignment = alignof(M);
    result.construct = [](void* where) { ::new (where) M(); };
    result.move_construct = [](void* where, void* from) { ::new (where) M(std::move(*static_cast<M*>(from))); };
    result.destroy = [](void* object) { static_cast<M*>(object)->~M(); };
    return result;
}

template <class T>
ColumnDescriptor column(std::string_view name, std::size_t offset, Type type) {
    ColumnDescriptor result;
    result.name = name;
    result.offset = static_cast<std::uint32_t>(offset);
    result.value_offset = static_cast<std::uint32_t>(offset + offsetof(Field<T>, value));
    result.access = &fake_accessors<T>;
    result.type = type;
    result.nullable = fake_accessors<T>.nullable;
    return result;
}

constexpr Type big{.kind = TypeKind::big_integer};

ColumnDescriptor key(std::size_t offset) {
    auto result = column<std::int64_t>("id", offset, big);
    result.primary_key = true;
    return result;
}

ColumnDescriptor refers(std::string_view name, std::size_t offset, std::string_view type,
                        OnDelete on_delete = OnDelete::no_action) {
    auto result = column<std::optional<std::int64_t>>(name, offset, big);
    result.references_type = type;
    result.on_delete = on_delete;
    return result;
}

RelationshipDescriptor relation(std::string_view name, std::size_t offset, bool many, std::string_view target,
                                std::string_view back_populates, Cascade cascade = {}) {
    RelationshipDescriptor result;
    result.name = name;
    result.offset = static_cast<std::uint32_t>(offset);
    result.many = many;
    result.target_type = target;
    result.back_populates = back_populates;
    result.cascade = cascade;
    return result;
}

RelationshipDescriptor via(RelationshipDescriptor result, std::size_t offset) {
    result.has_via = true;
    result.via_offset = static_cast<std::uint32_t>(offset);
    return result;
}

Type text(std::uint32_t length) { return {.kind = TypeKind::text, .length = length}; }

}  // namespace

template <>
const Mapper& fake<Category>() {
    static auto name = column<std::string>("name", offsetof(Category, name), text(50));
    static const ColumnDescriptor columns[] = {key(offsetof(Category, id)), (name.unique = true, name)};
    static const RelationshipDescriptor relations[] = {
        relation("expenses", offsetof(Category, expenses), true, "Expense", "category")};
    static const auto description = model<Category>("Category", "categories", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Expense>() {
    static auto created = column<DateTime>("created_at", offsetof(Expense, created_at), {.kind = TypeKind::date_time});
    static const ColumnDescriptor columns[] = {
        key(offsetof(Expense, id)), column<std::string>("description", offsetof(Expense, description), text(200)),
        column<Decimal>("amount", offsetof(Expense, amount), {.kind = TypeKind::numeric, .precision = 12, .scale = 2}),
        (created.default_now = true, created), refers("category_id", offsetof(Expense, category_id), "Category")};
    static const RelationshipDescriptor relations[] = {
        relation("category", offsetof(Expense, category), false, "Category", "expenses")};
    static const auto description = model<Expense>("Expense", "expenses", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Node>() {
    static const ColumnDescriptor columns[] = {key(offsetof(Node, id)),
                                               column<std::string>("name", offsetof(Node, name), text(20)),
                                               refers("parent_id", offsetof(Node, parent_id), "Node")};
    static const RelationshipDescriptor relations[] = {
        relation("parent", offsetof(Node, parent), false, "Node", "children"),
        relation("children", offsetof(Node, children), true, "Node", "parent",
                 {.delete_ = true, .delete_orphan = true})};
    static const auto description = model<Node>("Node", "nodes", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Person>() {
    static const ColumnDescriptor columns[] = {key(offsetof(Person, id)),
                                               column<std::string>("name", offsetof(Person, name), text(20))};
    static const RelationshipDescriptor relations[] = {
        relation("profile", offsetof(Person, profile), false, "Profile", "person")};
    static const auto description = model<Person>("Person", "persons", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Profile>() {
    static const ColumnDescriptor columns[] = {key(offsetof(Profile, id)),
                                               column<std::string>("text", offsetof(Profile, text), text(0)),
                                               refers("person_id", offsetof(Profile, person_id), "Person")};
    static const RelationshipDescriptor relations[] = {
        relation("person", offsetof(Profile, person), false, "Person", "profile")};
    static const auto description = model<Profile>("Profile", "profiles", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Team>() {
    static auto name = column<std::string>("name", offsetof(Team, name), text(20));
    static const ColumnDescriptor columns[] = {key(offsetof(Team, id)),
                                               (
                                                   name.server_default = [] { return Value("nameless"); }, name)};
    static const RelationshipDescriptor relations[] = {
        relation("members", offsetof(Team, members), true, "Member", "")};
    static const auto description = model<Team>("Team", "teams", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Member>() {
    static auto code = column<std::string>("code", offsetof(Member, code), text(10));
    static const ColumnDescriptor columns[] = {(code.primary_key = true, code),
                                               refers("team_id", offsetof(Member, team_id), "Team")};
    static const auto description = model<Member>("Member", "members", columns, {});
    return Mapper::of(description);
}

template <>
const Mapper& fake<Author>() {
    static const ColumnDescriptor columns[] = {key(offsetof(Author, id)),
                                               refers("favourite_id", offsetof(Author, favourite_id), "Book")};
    static const RelationshipDescriptor relations[] = {
        via(relation("favourite", offsetof(Author, favourite), false, "Book", ""), offsetof(Author, favourite_id)),
        relation("books", offsetof(Author, books), true, "Book", "author")};
    static const auto description = model<Author>("Author", "authors", columns, relations);
    return Mapper::of(description);
}

template <>
const Mapper& fake<Book>() {
    static auto author = column<std::int64_t>("author_id", offsetof(Book, author_id), big);
    author.references_type = "Author";
    static const ColumnDescriptor columns[] = {key(offsetof(Book, id)), author};
    static const RelationshipDescriptor relations[] = {
        via(relation("author", offsetof(Book, author), false, "Author", "books"), offsetof(Book, author_id))};
    static const auto description = model<Book>("Book", "books", columns, relations);
    return Mapper::of(description);
}

const std::vector<const Mapper*>& all_fakes() {
    static const std::vector<const Mapper*> all = {&fake<Category>(), &fake<Expense>(), &fake<Node>(),
                                                   &fake<Person>(),   &fake<Profile>(), &fake<Team>(),
                                                   &fake<Member>(),   &fake<Author>(),  &fake<Book>()};
    return all;
}

}  // namespace athanor::testing
