#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/schema/table.hpp>

namespace athanor {
namespace {

constexpr Type integer{.kind = TypeKind::integer};
constexpr Type text{.kind = TypeKind::text, .length = 5};

void add_id(Table& table) { table.add_column({.name = "id", .type = integer, .primary_key = true}); }

std::string refusal(Table& table) {
    try {
        table.complete();
    } catch (const ArgumentError& error) {
        return error.message();
    }
    return "accepted";
}

TEST(Table, NamesItsConstraintsByConvention) {
    Table table("expenses");
    add_id(table);
    table.add_column({.name = "a", .type = integer});
    table.add_column({.name = "b", .type = integer});
    table.add_unique({.columns = {"a", "b"}});
    table.add_index({.columns = {"b"}});
    table.add_foreign_key({.columns = {"a"}, .target_table = "others", .target_columns = {"id"}});
    table.complete();
    table.complete();
    EXPECT_EQ(table.uniques()[0].name, "uq_expenses_a_b");
    EXPECT_EQ(table.indexes()[0].name, "ix_expenses_b");
    EXPECT_EQ(table.foreign_keys()[0].name, "fk_expenses_a_others");
    EXPECT_EQ(table.primary_key(), std::vector<std::size_t>{0});
}

TEST(Table, ShortensALongNameToTheSameOneEveryTime) {
    const std::string table(40, 't');
    const std::string column(40, 'c');
    const auto name = conventional_name("uq", table, {column});
    EXPECT_EQ(name.size(), 63U);
    EXPECT_EQ(name.substr(0, 54), ("uq_" + table + "_" + column).substr(0, 54));
    EXPECT_EQ(name[54], '_');
    EXPECT_EQ(name, conventional_name("uq", table, {column}));
    EXPECT_NE(name, conventional_name("uq", table, {column + "d"}));
    std::string umlaut_column = "x";
    for (int i = 0; i < 40; ++i) {
        umlaut_column += "ä";
    }
    const auto umlauts = conventional_name("uq", "t", {umlaut_column});
    EXPECT_LE(umlauts.size(), 63U);
    EXPECT_NE(static_cast<unsigned char>(umlauts[umlauts.rfind('_') - 1]), 0xC3U) << "cut inside a character";
}

TEST(Table, HasAnIdentityOfItsOwn) {
    const Table first("t");
    const Table second("t");
    EXPECT_NE(first.id(), second.id());
}

TEST(Table, RefusesUnusableNames) {
    EXPECT_THROW(Table(""), ArgumentError);
    EXPECT_THROW(Table(std::string(64, 'x')), ArgumentError);
    EXPECT_THROW(Table(std::string("a\0b", 3)), ArgumentError);
    EXPECT_THROW(Table("\xFF"), ArgumentError);
    Table table("t");
    add_id(table);
    EXPECT_THROW(add_id(table), ArgumentError) << "a second column of that name";
}

TEST(Table, RefusesConstraintsOverColumnsItDoesNotHave) {
    Table table("t");
    add_id(table);
    table.add_unique({.columns = {"missing"}});
    EXPECT_EQ(refusal(table), "a unique constraint of table t names the column missing, which the table does not have");
    Table second("t");
    add_id(second);
    second.add_index({.columns = {}});
    EXPECT_EQ(refusal(second), "an index of table t names no column");
    Table third("t");
    add_id(third);
    third.add_foreign_key({.columns = {"id"}, .target_table = "x", .target_columns = {"a", "b"}});
    EXPECT_NE(refusal(third), "accepted");
    Table fourth("t");
    add_id(fourth);
    fourth.add_unique({.name = "same", .columns = {"id"}});
    fourth.add_index({.name = "same", .columns = {"id"}});
    EXPECT_EQ(refusal(fourth), "table t has two constraints or indexes named same");
}

TEST(Table, RefusesColumnsThatCannotWork) {
    const auto with = [](Column column) {
        Table table("t");
        table.add_column(std::move(column));
        return refusal(table);
    };
    EXPECT_EQ(with({.name = "x"}), "t.x has no type");
    EXPECT_EQ(with({.name = "x", .type = {.kind = TypeKind::numeric, .precision = 2, .scale = 3}}),
              "t.x is numeric(2, 3)");
    EXPECT_EQ(with({.name = "x", .type = integer, .nullable = true, .primary_key = true}),
              "t.x is part of the primary key and allows NULL");
    EXPECT_EQ(with({.name = "x", .type = text, .primary_key = true, .autoincrement = true}),
              "t.x is to be numbered by the server, but is text(5)");
    EXPECT_EQ(with({.name = "x", .type = text, .server_default = Value("too long")}),
              "t.x is text(5) and cannot default to 'too long'");
    EXPECT_EQ(with({.name = "x", .type = integer, .server_default = CurrentTimestamp{}}),
              "t.x is integer and defaults to the current time");
    EXPECT_EQ(with({.name = "x",
                    .type = {.kind = TypeKind::text, .secret = true, .length = 2},
                    .server_default = Value("abc")}),
              "t.x is text(2) and cannot default to ***");
    EXPECT_EQ(with({.name = "x", .type = integer, .server_default = Value(5)}), "accepted");
}

TEST(Table, SeesKeysThatAreSetAfterAColumnWasAdded) {
    Table table("t");
    table.add_column({.name = "id", .type = integer}).primary_key = true;
    table.complete();
    EXPECT_EQ(table.primary_key(), std::vector<std::size_t>{0});
    EXPECT_EQ(table.autoincrement(), std::nullopt);
}

TEST(Type, ReadsAsItIsWritten) {
    EXPECT_EQ(to_string(text), "text(5)");
    EXPECT_EQ(to_string(Type{.kind = TypeKind::numeric, .precision = 12, .scale = 2}), "numeric(12, 2)");
    EXPECT_EQ(to_string(Type{.kind = TypeKind::date_time}), "date_time");
}

}  // namespace
}  // namespace athanor
