#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ThrowingSink final : public RowSink {
public:
    explicit ThrowingSink(int rows) : left_(rows) {}
    void row(const Cursor&) override {
        if (left_-- == 0) {
            throw std::runtime_error("enough");
        }
    }

private:
    int left_;
};

class IntegerSink final : public RowSink {
public:
    void row(const Cursor& cursor) override { (void)cursor.integer(0); }
};

}  // namespace

TEST_P(DialectSuite, ASinkThatThrowsLeavesTheConnectionUsable) {
    create_tables();
    auto connection = connect();
    const auto insert = engine.dialect().compile_insert(categories(), all_but_first(categories()), false);
    Rows rows;
    for (int i = 0; i < 100; ++i) {
        rows.push_back({std::to_string(i), Value()});
    }
    run(*connection, *insert, rows);
    const auto select = statement("SELECT id FROM categories", {}, {{TypeKind::integer}});
    for (const int after : {0, 50}) {
        ThrowingSink sink(after);
        EXPECT_THROW(run(*connection, select, {}, &sink), std::runtime_error);
        EXPECT_FALSE(connection->in_transaction());
        EXPECT_EQ(query(*connection, select).size(), 100U);
    }
}

TEST_P(DialectSuite, ACellOfAnotherTypeIsADataErrorWithTheStatement) {
    auto connection = connect();
    const auto select = statement("SELECT CAST('text' AS text) AS word");
    IntegerSink sink;
    const auto details = details_of<DataError>([&] { run(*connection, select, {}, &sink); });
    EXPECT_THAT(details.message, HasSubstr("\"word\""));
    EXPECT_EQ(details.statement, select.sql);
    EXPECT_EQ(run(*connection, "SELECT 1"), 0);
}

TEST_P(DialectSuite, ARunningStatementCanBeCancelledFromAnotherThread) {
    auto connection = connect();
    const auto slow = statement(backend->slow_query());
    std::atomic<bool> ended{false};
    std::thread canceller([&] {
        // Again and again: the first may come before the statement has begun.
        while (!ended) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            connection->cancel();
        }
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW(run(*connection, slow), OperationalError);
    ended = true;
    canceller.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_TRUE(connection->is_open());
    EXPECT_TRUE(connection->probe());
}

TEST_P(DialectSuite, IntegrityErrorsNameConstraintTableAndColumn) {
    create_tables();
    auto connection = connect();
    run(*connection, "INSERT INTO categories (name) VALUES ('Food')");

    auto details =
        details_of<IntegrityError>([&] { run(*connection, "INSERT INTO categories (name) VALUES ('Food')"); });
    EXPECT_EQ(details.integrity_kind, IntegrityKind::unique);
    EXPECT_EQ(details.constraint, "uq_categories_name");
    EXPECT_EQ(details.table, "categories");

    details = details_of<IntegrityError>([&] { run(*connection, "INSERT INTO categories (name) VALUES (NULL)"); });
    EXPECT_EQ(details.integrity_kind, IntegrityKind::not_null);
    EXPECT_EQ(details.table, "categories");
    EXPECT_EQ(details.column, "name");

    auto orphan = statement("INSERT INTO categories (name, parent_id) VALUES ('x', 99)");
    orphan.table = "categories";
    details = details_of<IntegrityError>([&] { run(*connection, orphan); });
    EXPECT_EQ(details.integrity_kind, IntegrityKind::foreign_key);
    EXPECT_EQ(details.table, "categories");

    run(*connection, "CREATE TABLE checked (a integer, CONSTRAINT ck_checked_positive CHECK (a > 0), "
                     "CONSTRAINT pk_checked PRIMARY KEY (a))");
    details = details_of<IntegrityError>([&] { run(*connection, "INSERT INTO checked VALUES (-1)"); });
    EXPECT_EQ(details.integrity_kind, IntegrityKind::check);
    EXPECT_EQ(details.constraint, "ck_checked_positive");
    run(*connection, "INSERT INTO checked VALUES (1)");
    details = details_of<IntegrityError>([&] { run(*connection, "INSERT INTO checked VALUES (1)"); });
    EXPECT_EQ(details.constraint, "pk_checked");
}

TEST_P(DialectSuite, ErrorsShowParametersButNoSecrets) {
    create_tables();
    const auto& table = everything();
    const std::vector<std::size_t> columns = {0, 5, 6};
    const auto insert = engine.dialect().compile_insert(table, columns, false);
    const Rows rows = {{1, "public words", "hunter2"}};
    auto connection = connect();
    run(*connection, *insert, rows);
    const auto text_of_error = [&](DriverConnection& on) {
        try {
            run(on, *insert, rows);
        } catch (const IntegrityError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    EXPECT_THAT(text_of_error(*connection), HasSubstr("(1, 'public words', ***)"));
    EXPECT_THAT(text_of_error(*connection), Not(HasSubstr("hunter2")));

    EngineOptions hidden;
    hidden.hide_parameters = true;
    auto discreet = engine.dialect().connect(engine.url(), hidden);
    EXPECT_THAT(text_of_error(*discreet), Not(HasSubstr("public words")));
    EXPECT_THAT(text_of_error(*discreet), HasSubstr("hidden by hide_parameters"));
}

TEST_P(DialectSuite, ALoopErrorShowsTheRowThatFailed) {
    create_tables();
    auto connection = connect();
    auto insert = statement(sql("INSERT INTO categories (name) VALUES (?)"), {{TypeKind::text}});
    insert.rows = sql::Compiled::Rows::loop;
    const auto details = details_of<IntegrityError>([&] { run(*connection, insert, {{"a"}, {"b"}, {"a"}, {"c"}}); });
    EXPECT_EQ(details.parameters, "('a')");
}

}  // namespace athanor::testing
