#include "read_session_cases.hpp"
#include "support/temp_dir.hpp"

namespace transactions {
namespace {

struct SqliteFile {
    [[nodiscard]] std::string url() const { return folder.sqlite_url(); }
    athanor::testing::TempDir folder;
};
struct SqliteMemory {
    [[nodiscard]] static std::string url() { return "sqlite://"; }
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(SqliteFile, Reading, SqliteFile);
INSTANTIATE_TYPED_TEST_SUITE_P(SqliteMemory, Reading, SqliteMemory);

TEST(ReadSessionOfAMemory, GivesTheOnlyConnectionBackAsOneThatWrites) {
    const Engine engine = create_engine("sqlite://");
    fill(engine);
    {
        ReadSession session(engine);
        EXPECT_EQ(count_accounts(session), 2);
    }
    run_transaction(engine, [](Session& session) { add_to(session, "Ann", 1); });
    EXPECT_EQ(balance_of(engine, "Ann"), 101);
}

}  // namespace transactions
