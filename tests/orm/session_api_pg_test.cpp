#include "postgres.hpp"
#include "same_meaning_cases.hpp"
#include "session_api_cases.hpp"

namespace session_api {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgresql, SessionApi, athanor::testing::PostgresDatabase);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgresql, SameMeaning, athanor::testing::PostgresDatabase);

TEST(PostgresqlSession, ACommitOfNewRowsIsOneRoundTrip) {
    athanor::testing::PostgresDatabase database;
    const Engine engine = create_engine(database.url());
    TestSchema::create_all(engine);
    Session session(engine);
    for (int i = 0; i < 100; ++i)
        session.add(Category{.name = std::to_string(i)});
    const auto before = engine.statistics().driver.round_trips;
    session.commit();
    EXPECT_EQ(engine.statistics().driver.round_trips - before, 1u) << "BEGIN, the rows and COMMIT travel together";
}

TEST(PostgresqlSession, AMissingTableSaysWhatToDo) {
    athanor::testing::PostgresDatabase database;
    const Engine engine = create_engine(database.url());
    Session session(engine);
    try {
        (void)session.query<Expense>().all();
        FAIL();
    } catch (const ProgrammingError& error) {
        EXPECT_THAT(error.what(), ::testing::AllOf(::testing::HasSubstr("42P01"), ::testing::HasSubstr("create_all")));
    }
}

}  // namespace session_api
