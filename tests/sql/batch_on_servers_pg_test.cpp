#include <chrono>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "sql_fixture.hpp"
#include "support/postgres.hpp"

// The unit of work's statements and the tables of a circle, on both servers.
namespace athanor::testing {
namespace {

using Row = std::vector<Value>;
using Positions = std::vector<std::size_t>;

class Rows final : public Parameters {
public:
    explicit Rows(std::vector<Row> rows) : rows_(std::move(rows)) {}
    [[nodiscard]] std::size_t rows() const override { return rows_.size(); }
    void bind(std::size_t row, Binder& binder) const override {
        for (const auto& value : rows_[row]) {
            binder.value(value);
        }
    }

private:
    std::vector<Row> rows_;
};

struct Collect final : RowSink {
    void row(const Cursor& cursor) override {
        for (std::size_t i = 0; i < cursor.columns(); ++i) {
            text += cursor.value(i).to_string() + (i + 1 == cursor.columns() ? "; " : ", ");
        }
    }
    std::string text;
};

class BatchOnServers : public ::testing::TestWithParam<std::string_view> {
protected:
    BatchOnServers()
        : engine(create_engine(GetParam() == "sqlite" ? "sqlite://" : database.url())), dialect(engine.dialect()) {}

    std::int64_t run(const sql::CompiledPtr& statement, std::vector<Row> rows,
                     std::vector<std::int64_t>* keys = nullptr) {
        // Statements for one row, such as a load on SQLite, take all values as that row.
        if (statement->rows == sql::Compiled::Rows::one) {
            Row all;
            for (auto& row : rows) {
                all.insert(all.end(), row.begin(), row.end());
            }
            rows = {all};
        }
        const Rows parameters(std::move(rows));
        Execution execution;
        execution.statement = statement.get();
        execution.parameters = &parameters;
        execution.rows = &result;
        result.text.clear();
        auto connection = engine.connect();
        connection.execute_and_commit({&execution, 1});
        if (keys != nullptr) {
            *keys = execution.keys;
        }
        return execution.affected;
    }
    std::string all(const Table& table, const std::vector<Row>& keys, const Positions& where) {
        run(dialect.compile_load(table, where, keys.size()), keys);
        return result.text;
    }

    PostgresDatabase database;
    Engine engine;
    const Dialect& dialect;
    Collect result;
};

TEST_P(BatchOnServers, WriteAndLoadRowsByGeneratedKeys) {
    const auto table =
        make_table("Order", {{.name = "Id", .type = integer_type, .primary_key = true, .autoincrement = true},
                             {.name = "ordinal", .type = text_of(20)},
                             {.name = "amount", .type = numeric(8, 2), .nullable = true}});
    MetaData metadata;
    metadata.add(*table);
    create_all(engine, metadata);
    const Positions set{1, 2};
    const Positions key{0};
    std::vector<std::int64_t> keys;
    run(dialect.compile_insert(*table, set, true),
        {{"one", Decimal(1)}, {"two", Value()}, {"three", Decimal::parse("3.5")}}, &keys);
    EXPECT_EQ(keys, (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(
        run(dialect.compile_update(*table, set, key), {{"ONE", Decimal::parse("1.25"), 1}, {"TWO", Decimal(2), 2}}), 2);
    EXPECT_EQ(run(dialect.compile_update(*table, set, key), {{"x", Value(), 99}}), 0);
    EXPECT_EQ(all(*table, {{1}, {2}}, key), "1, 'ONE', 1.25; 2, 'TWO', 2.00; ");
    EXPECT_EQ(run(dialect.compile_delete(*table, key), {{1}, {3}, {4}}), 2);
    EXPECT_EQ(all(*table, {{1}, {2}, {3}}, key), "2, 'TWO', 2.00; ");
    EXPECT_EQ(run(dialect.compile_insert(*table, Positions{0, 1}, false), {{50, "fifty"}}), 1);
    drop_all(engine, metadata);
}

TEST_P(BatchOnServers, WriteAndLoadRowsByTwoColumns) {
    const auto table = make_table("d", {{.name = "user_id", .type = integer_type, .primary_key = true},
                                        {.name = "code", .type = text_of(3), .primary_key = true},
                                        {.name = "part", .type = big_integer_type}});
    MetaData metadata;
    metadata.add(*table);
    create_all(engine, metadata);
    const Positions pair{0, 1};
    run(dialect.compile_insert(*table, Positions{0, 1, 2}, false), {{1, "a", 10}, {1, "b", 20}, {2, "a", 30}});
    EXPECT_EQ(run(dialect.compile_update(*table, Positions{2}, pair), {{11, 1, "a"}, {31, 2, "a"}}), 2);
    EXPECT_EQ(all(*table, {{1, "a"}, {1, "a"}, {2, "b"}}, pair), "1, 'a', 11; ");
    EXPECT_EQ(run(dialect.compile_delete(*table, pair), {{1, "a"}, {2, "b"}}), 1);
    EXPECT_EQ(all(*table, {{2, "a"}}, pair), "2, 'a', 31; ");
}

TEST_P(BatchOnServers, NumberRowsThatSetNoColumn) {
    const auto table =
        make_table("tickets", {{.name = "id", .type = big_integer_type, .primary_key = true, .autoincrement = true}});
    MetaData metadata;
    metadata.add(*table);
    create_all(engine, metadata);
    const auto insert = dialect.compile_insert(*table, {}, true);
    const Row row(insert->parameters.size());
    std::vector<std::int64_t> keys;
    run(insert, {row, row, row}, &keys);
    EXPECT_EQ(keys, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_P(BatchOnServers, CreateAndDropTablesThatReferToEachOther) {
    const auto table = [](const std::string& name, const std::string& other) {
        return make_table(name,
                          {{.name = "id", .type = integer_type, .primary_key = true},
                           {.name = other, .type = integer_type, .nullable = true},
                           {.name = "self", .type = integer_type, .nullable = true}},
                          {{.columns = {other}, .target_table = other, .target_columns = {"id"}},
                           {.columns = {"self"}, .target_table = name, .target_columns = {"id"}}});
    };
    const auto a = table("a", "b");
    const auto b = table("b", "a");
    MetaData metadata;
    metadata.add(*a);
    metadata.add(*b);
    create_all(engine, metadata);
    const Positions all_columns{0, 1, 2};
    run(dialect.compile_insert(*a, all_columns, false), {{1, Value(), 1}});
    run(dialect.compile_insert(*b, all_columns, false), {{1, 1, 1}});
    run(dialect.compile_update(*a, Positions{1}, Positions{0}), {{1, 1}});
    EXPECT_THROW(run(dialect.compile_insert(*b, all_columns, false), {{2, 7, 1}}), IntegrityError);
    drop_all(engine, metadata);
    drop_all(engine, metadata);
    create_all(engine, metadata);
    EXPECT_EQ(all(*a, {{1}}, Positions{0}), "");
}

TEST_P(BatchOnServers, ServerDefaultsAreReadBackAsTheTypesTheyHave) {
    Table table("things");
    table.add_column({.name = "id", .type = integer_type, .primary_key = true});
    table.add_column({.name = "flag", .type = boolean_type, .server_default = Value(true)});
    table.add_column({.name = "x", .type = real_type, .server_default = Value(1)});
    table.add_column({.name = "name", .type = text_of(50), .server_default = Value("it's \\ 'x'")});
    table.add_column({.name = "blob", .type = bytes_type, .server_default = Value(bytes_of("AB"))});
    table.add_column({.name = "amount", .type = numeric(12, 2), .server_default = Value(Decimal::parse("1.5"))});
    table.add_column({.name = "uuid", .type = uuid_type, .server_default = Value(Uuid())});
    table.add_column({.name = "birth", .type = date_type, .server_default = Value(Date(2026, 2, 28))});
    table.add_column(
        {.name = "at", .type = date_time_type, .server_default = Value(DateTime::parse("2026-02-28T01:02:03Z"))});
    table.complete();
    Table clock("clock");
    clock.add_column({.name = "id", .type = integer_type, .primary_key = true});
    clock.add_column({.name = "at", .type = date_time_type, .server_default = CurrentTimestamp{}});
    clock.add_column({.name = "day", .type = date_type, .server_default = CurrentTimestamp{}});
    clock.complete();
    MetaData metadata;
    metadata.add(table);
    metadata.add(clock);
    create_all(engine, metadata);
    run(dialect.compile_insert(table, Positions{0}, false), {{1}});
    const auto text = all(table, {{1}}, Positions{0});
    EXPECT_NE(text.find("1, true, 1, 'it''s \\ ''x''', "), std::string::npos) << text;
    EXPECT_NE(text.find(" 1.50, 00000000-0000-0000-0000-000000000000, 2026-02-28, 2026-02-28T01:02:03.000000Z; "),
              std::string::npos)
        << text;
    const auto before = DateTime::now() - std::chrono::minutes(1);
    run(dialect.compile_insert(clock, Positions{0}, false), {{1}});
    const auto now = all(clock, {{1}}, Positions{0});
    EXPECT_GT(DateTime::parse(now.substr(3, 27)), before) << now;
    EXPECT_LT(DateTime::parse(now.substr(3, 27)), before + std::chrono::minutes(2)) << now;
    EXPECT_EQ(now.substr(32, 10), now.substr(3, 10)) << now;
}

INSTANTIATE_TEST_SUITE_P(Each, BatchOnServers, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace athanor::testing
