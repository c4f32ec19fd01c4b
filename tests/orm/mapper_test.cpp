#include <deque>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/schema/metadata.hpp>

#include "orm/fake_accessors.hpp"
#include "orm/fake_models.hpp"

namespace athanor::testing {
namespace {

using detail::ColumnDescriptor;
using detail::ModelDescriptor;
using detail::RelationshipDescriptor;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Type big{.kind = TypeKind::big_integer};

ColumnDescriptor integer(std::string_view name, std::uint32_t offset, bool key = false) {
    ColumnDescriptor column;
    column.name = name;
    column.offset = offset;
    column.value_offset = offset + 8;
    column.access = &fake_accessors<std::int64_t>;
    column.type = big;
    column.primary_key = key;
    return column;
}

ModelDescriptor model(std::string_view name, std::span<const ColumnDescriptor> columns,
                      std::span<const RelationshipDescriptor> relationships = {}) {
    ModelDescriptor result;
    result.type_key = name;
    result.class_name = name;
    result.table_name = name;
    result.columns = columns;
    result.relationships = relationships;
    result.size = 2048;
    result.alignment = 8;
    return result;
}

std::string error_of(const Mapper& mapper) {
    try {
        (void)mapper.relationships();
    } catch (const ArgumentError& error) {
        return error.message() + " | " + error.hint();
    }
    return "no error";
}

TEST(Mapper, BuildsATableWithConventionalNamesAndDefaults) {
    (void)all_fakes();
    const auto& mapper = fake<Expense>();
    mapper.complete_keys();
    const auto& table = mapper.table();
    EXPECT_EQ(table.name(), "expenses");
    EXPECT_TRUE(table.columns()[0].autoincrement);
    EXPECT_TRUE(std::holds_alternative<CurrentTimestamp>(table.columns()[3].server_default));
    ASSERT_EQ(table.foreign_keys().size(), 1U);
    EXPECT_EQ(table.foreign_keys()[0].name, "fk_expenses_category_id_categories");
    EXPECT_EQ(table.foreign_keys()[0].target_table, "categories");
    EXPECT_THAT(table.foreign_keys()[0].target_columns, ElementsAre("id"));
    mapper.complete_keys();
    EXPECT_EQ(table.foreign_keys().size(), 1U);
    fake<Category>().complete_keys();
    EXPECT_EQ(fake<Category>().table().uniques()[0].name, "uq_categories_name");
}

TEST(Mapper, FindsTheForeignKeyAndTheInverseOfEachRelationship) {
    (void)all_fakes();
    const auto& category = fake<Expense>().relationships().at(0);
    const auto& expenses = fake<Category>().relationships().at(0);
    EXPECT_EQ(category.inverse, &expenses);
    EXPECT_EQ(expenses.inverse, &category);
    EXPECT_FALSE(category.key_on_target);
    EXPECT_TRUE(expenses.key_on_target);
    EXPECT_THAT(category.key_columns, ElementsAre(4U));
    EXPECT_THAT(category.referred_columns, ElementsAre(0U));
    EXPECT_TRUE(fake<Person>().relationships().at(0).key_on_target);
    EXPECT_FALSE(fake<Profile>().relationships().at(0).key_on_target);
}

TEST(Mapper, RefusesAModelWithoutAPrimaryKey) {
    static const ColumnDescriptor columns[] = {integer("amount", 0)};
    static const auto description = model("Keyless", columns);
    try {
        const Mapper mapper(description);
        FAIL();
    } catch (const ArgumentError& error) {
        EXPECT_EQ(error.message(), "Keyless has no primary key");
        EXPECT_THAT(error.hint(), HasSubstr("primary_key"));
    }
}

TEST(Mapper, NamesAForeignKeyWhoseModelIsMissing) {
    static auto target = integer("shop_id", 16);
    target.references_type = "Nowhere";
    static const ColumnDescriptor columns[] = {integer("id", 0, true), target};
    static const auto description = model("Orphaned", columns);
    EXPECT_EQ(error_of(Mapper::of(description)),
              "Orphaned.shop_id: the foreign key refers to Nowhere, which is not "
              "mapped yet | name that model in the Schema<...> as well, and call its create_all or metadata() first");
}

TEST(Mapper, SuggestsTheNearestNameForAWrongInverse) {
    static auto target = integer("category_id", 16);
    target.references_type = "Category";
    static const ColumnDescriptor columns[] = {integer("id", 0, true), target};
    static RelationshipDescriptor relationship;
    relationship.name = "category";
    relationship.offset = 32;
    relationship.target_type = "Category";
    relationship.back_populates = "expense";
    static const RelationshipDescriptor relationships[] = {relationship};
    static const auto description = model("Misspelt", columns, relationships);
    (void)all_fakes();
    EXPECT_EQ(error_of(Mapper::of(description)),
              "Misspelt.category: back_populates<\"expense\"> names nothing in Category | did you mean 'expenses'?");
}

TEST(Mapper, SaysHowManyKeysMakeARelationshipAmbiguous) {
    static auto sender = integer("sender_id", 16);
    static auto receiver = integer("receiver_id", 32);
    sender.references_type = receiver.references_type = "Category";
    static const ColumnDescriptor columns[] = {integer("id", 0, true), sender, receiver};
    static RelationshipDescriptor relationship;
    relationship.name = "sender";
    relationship.offset = 48;
    relationship.target_type = "Category";
    static const RelationshipDescriptor relationships[] = {relationship};
    static const auto description = model("Message", columns, relationships);
    (void)all_fakes();
    EXPECT_EQ(error_of(Mapper::of(description)),
              "Message.sender: 2 foreign keys join the tables Message and categories | "
              "say which one with via<&Message::member> on the One that carries it");

    static RelationshipDescriptor with_via = relationship;
    with_via.has_via = true;
    with_via.via_offset = 32;
    static const RelationshipDescriptor resolved[] = {with_via};
    static auto clear = model("ClearMessage", columns, resolved);
    EXPECT_THAT(Mapper::of(clear).relationships().at(0).key_columns, ElementsAre(2U));
}

TEST(Mapper, MapsModelsWithKeysToEachOther) {
    (void)all_fakes();
    EXPECT_THAT(fake<Author>().relationships().at(0).key_columns, ElementsAre(1U));
    EXPECT_EQ(fake<Author>().relationships().at(1).inverse, &fake<Book>().relationships().at(0));
    MetaData metadata;
    metadata.add(fake<Author>().table());
    metadata.add(fake<Book>().table());
    EXPECT_EQ(metadata.sorted().deferred_keys.size(), 1U);
}

TEST(Mapper, MapsADerivedModelToATableOfItsOwnBehindItsBase) {
    static const ColumnDescriptor base_columns[] = {integer("id", 0, true), integer("salary", 16)};
    static const auto base = model("Employee", base_columns);
    static const ColumnDescriptor own_columns[] = {integer("bonus", 32), integer("level", 48)};
    static auto derived = model("Manager", own_columns);
    derived.base = [] { return &base; };
    const auto& mapper = Mapper::of(derived);
    mapper.complete_keys();
    Mapper::of(base).complete_keys();
    ASSERT_EQ(mapper.columns().size(), 3U);
    EXPECT_EQ(mapper.columns()[0].name, "id");
    EXPECT_TRUE(mapper.table().columns()[0].primary_key);
    EXPECT_FALSE(mapper.table().columns()[0].autoincrement);
    EXPECT_EQ(mapper.table().foreign_keys().at(0).target_table, "Employee");
    MetaData metadata;
    metadata.add(mapper.table());
    metadata.add(Mapper::of(base).table());
    EXPECT_THAT(metadata.sorted().tables, ElementsAre(&Mapper::of(base).table(), &mapper.table()));
    EXPECT_EQ(mapper.column_at(32), 1U);
    EXPECT_EQ(mapper.column_at(16), std::nullopt);
}

TEST(Mapper, MapsAMixinAndAnEmbeddedValueAsColumnsOfTheModel) {
    // A mixin and a value object are members with members: their columns count from the start of the model too.
    static const ColumnDescriptor columns[] = {integer("id", 0, true), integer("created_at", 24),
                                               integer("updated_at", 40), integer("price_amount", 64),
                                               integer("price_currency", 80)};
    static const auto description = model("Priced", columns);
    const auto& mapper = Mapper::of(description);
    EXPECT_EQ(mapper.table().find("price_currency"), 4U);
    EXPECT_EQ(mapper.column_at(64), 3U);
}

TEST(Mapper, MapsSixtyFourColumns) {
    static std::deque<std::string> names;
    static std::vector<ColumnDescriptor> columns;
    for (std::uint32_t i = 0; i < 64; ++i) {
        names.push_back(fmt::format("column_{}", i));
        columns.push_back(integer(names.back(), i * 16, i == 0));
    }
    static const auto description = model("Wide", columns);
    const auto& mapper = Mapper::of(description);
    EXPECT_EQ(mapper.table().columns().size(), 64U);
    EXPECT_EQ(mapper.column_at(63 * 16), 63U);
}

}  // namespace
}  // namespace athanor::testing
