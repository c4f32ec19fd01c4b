#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/schema/metadata.hpp>

namespace athanor {
namespace {

constexpr Type integer{.kind = TypeKind::integer};

/// Tables with an `id` and one foreign key to each of `targets`.
class Tables {
public:
    void add(const std::string& name, const std::vector<std::string>& targets) {
        auto table = std::make_unique<Table>(name);
        table->add_column({.name = "id", .type = integer, .primary_key = true});
        for (const auto& target : targets) {
            table->add_column({.name = target + "_id", .type = integer, .nullable = true});
            table->add_foreign_key({.columns = {target + "_id"}, .target_table = target, .target_columns = {"id"}});
        }
        table->complete();
        metadata.add(*table);
        tables_.push_back(std::move(table));
    }
    [[nodiscard]] std::string order() const {
        std::string out;
        for (const auto* table : metadata.sorted().tables) {
            out += table->name() + " ";
        }
        return out;
    }
    [[nodiscard]] std::string deferred() const {
        std::string out;
        for (const auto& [table, key] : metadata.sorted().deferred_keys) {
            out += table->name() + ">" + key->target_table + " ";
        }
        return out;
    }
    MetaData metadata;

private:
    std::vector<std::unique_ptr<Table>> tables_;
};

std::string refusal(const MetaData& metadata) {
    try {
        (void)metadata.sorted();
    } catch (const ArgumentError& error) {
        return error.message() + " / " + error.hint();
    }
    return "accepted";
}

TEST(MetaData, PutsTablesAfterThoseTheyReferTo) {
    Tables tables;
    tables.add("expenses", {"users", "categories"});
    tables.add("categories", {});
    tables.add("users", {});
    EXPECT_EQ(tables.order(), "categories users expenses ");
    EXPECT_EQ(tables.deferred(), "");
}

TEST(MetaData, KeepsTheOrderOfIndependentTables) {
    Tables tables;
    tables.add("c", {});
    tables.add("a", {});
    tables.add("b", {"a"});
    EXPECT_EQ(tables.order(), "c a b ");
}

TEST(MetaData, DefersOnlyTheKeysOfACircleThatPointForward) {
    Tables tables;
    tables.add("outside", {"b"});
    tables.add("a", {"b"});
    tables.add("b", {"c", "ground"});
    tables.add("c", {"a"});
    tables.add("ground", {});
    EXPECT_EQ(tables.order(), "ground a b c outside ");
    EXPECT_EQ(tables.deferred(), "a>b b>c ");
}

TEST(MetaData, TakesAKeyToTheTableItselfAsItIs) {
    Tables tables;
    tables.add("employees", {"employees"});
    EXPECT_EQ(tables.order(), "employees ");
    EXPECT_EQ(tables.deferred(), "");
}

TEST(MetaData, FindsAMisspeltTarget) {
    Tables tables;
    tables.add("categories", {});
    tables.add("expenses", {"categorys"});
    EXPECT_EQ(refusal(tables.metadata),
              "the foreign key expenses.categorys_id refers to table categorys, which is not in "
              "this schema / did you mean categories?");
}

TEST(MetaData, RefusesATargetThatIsNotUnique) {
    Table target("users");
    target.add_column({.name = "id", .type = integer, .primary_key = true});
    target.add_column({.name = "number", .type = integer});
    target.complete();
    Table table("expenses");
    table.add_column({.name = "user", .type = integer});
    table.add_foreign_key({.columns = {"user"}, .target_table = "users", .target_columns = {"number"}});
    table.complete();
    MetaData metadata;
    metadata.add(target);
    metadata.add(table);
    EXPECT_EQ(refusal(metadata),
              "the foreign key expenses.user refers to users.number, which is neither the primary key "
              "nor unique / make the target unique, or refer to the primary key");
    target.add_unique({.columns = {"number"}});
    target.complete();
    EXPECT_EQ(refusal(metadata), "accepted");
}

TEST(MetaData, RefusesKeysOfAnotherType) {
    Table target("users");
    target.add_column({.name = "id", .type = {.kind = TypeKind::big_integer}, .primary_key = true});
    target.complete();
    Table table("expenses");
    table.add_column({.name = "user_id", .type = integer});
    table.add_foreign_key({.columns = {"user_id"}, .target_table = "users", .target_columns = {"id"}});
    table.complete();
    MetaData metadata;
    metadata.add(target);
    metadata.add(table);
    EXPECT_EQ(refusal(metadata), "the foreign key expenses.user_id is integer, but users.id is big_integer / give both "
                                 "columns the same type");
}

TEST(MetaData, RefusesTwoTablesOfOneName) {
    Tables tables;
    tables.add("users", {});
    EXPECT_THROW(tables.add("users", {}), ArgumentError);
}

}  // namespace
}  // namespace athanor
