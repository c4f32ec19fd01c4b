#include "read_session_cases.hpp"
#include "support/postgres.hpp"

namespace transactions {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgresql, Reading, athanor::testing::PostgresDatabase);

TEST(ReadSessionOnPostgresql, TellsTheServerThatItOnlyReads) {
    const athanor::testing::PostgresDatabase database;
    const Engine engine = create_engine(database.url(), {.echo = true});
    const ScopedLogCapture log;
    ReadSession session(engine);
    const auto rows = session.core().connection().exec_driver_sql("SHOW transaction_read_only");
    EXPECT_EQ(rows.rows.at(0).at(0).as_string(), "on");
    EXPECT_THAT(log.messages("athanor.engine"), ::testing::Contains("BEGIN READ ONLY"));
}

}  // namespace transactions
