#include "same_meaning_cases.hpp"
#include "session_api_cases.hpp"
#include "temp_dir.hpp"

namespace session_api {

struct SqliteFile {
    athanor::testing::TempDir folder;
    [[nodiscard]] std::string url() const { return folder.sqlite_url(); }
};
struct SqliteMemory {
    [[nodiscard]] std::string url() const { return "sqlite://"; }
};

INSTANTIATE_TYPED_TEST_SUITE_P(SqliteFile, SessionApi, SqliteFile);
INSTANTIATE_TYPED_TEST_SUITE_P(SqliteFile, SameMeaning, SqliteFile);

TEST(SqliteStorage, NumericIsNeverReal) {
    const Engine engine = create_engine("sqlite://");
    TestSchema::create_all(engine);
    Session session(engine);
    for (const char* text : {"0.01", "0.10", "12345.67", "9999999999.99"})
        session.add(Expense{.description = text, .amount = Decimal::parse(text)});
    auto& e = Expense::columns();
    session.flush();
    session.execute(update<Expense>().where(e.amount < 1).values(e.amount, e.amount * 2));
    const auto types = session.connection().exec_driver_sql(
        "SELECT DISTINCT typeof(amount), typeof(amount + 1), typeof(sum(amount) OVER ()) FROM expenses");
    ASSERT_EQ(types.rows.size(), 1u);
    for (const Value& type : types.rows[0])
        EXPECT_EQ(type, Value("integer"));
}

TEST(SqliteStorage, AnInstantIsTextOfFixedWidthAlsoWhenTheServerWritesIt) {
    const Engine engine = create_engine("sqlite://");
    TestSchema::create_all(engine);
    auto connection = engine.connect();
    connection.exec_driver_sql("INSERT INTO expenses (description, amount, day) VALUES ('x', 100, '2026-01-01')");
    connection.commit();
    connection.close();
    Session session(engine);
    session.add(Expense{.description = "y", .amount = 1, .created_at = DateTime::parse("2026-01-02T03:04:05Z")});
    session.commit();
    const auto rows = session.connection().exec_driver_sql("SELECT DISTINCT length(created_at) FROM expenses").rows;
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0][0], Value(27));
    for (auto& expense : session.scalars(select<Expense>()))
        EXPECT_GT(expense->created_at, DateTime::parse("2026-01-01T00:00:00Z"));
}

TEST(SqliteStorage, AMemoryDatabaseIsOneConnection) {
    const Engine engine = create_engine("sqlite://", {.pool_timeout = 0.05});
    TestSchema::create_all(engine);
    auto first = engine.connect();
    EXPECT_THROW((void)engine.connect(), TimeoutError);
    first.close();
    Session session(engine);
    session.add(Category{.name = "Food"});
    session.commit();
    session.close();
    EXPECT_EQ(engine.connect().exec_driver_sql("SELECT count(*) FROM categories").rows[0][0], Value(1));
}

TEST(SessionTables, AMissingTableSaysWhatToDo) {
    const Engine engine = create_engine("sqlite://");
    Session session(engine);
    try {
        (void)session.query<Expense>().all();
        FAIL();
    } catch (const OperationalError& error) {
        EXPECT_THAT(error.what(),
                    ::testing::AllOf(::testing::HasSubstr("no such table"), ::testing::HasSubstr("create_all")));
    }
}

}  // namespace session_api
