#include <gmock/gmock.h>

#include "accounts.hpp"
#include "support/postgres.hpp"

namespace transactions {
namespace {

using athanor::testing::PostgresDatabase;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal_of(const Engine& engine) {
    try {
        Bank::create_all(engine);
        return "";
    } catch (const InvalidRequestError& error) {
        return error.message() + " / " + error.hint();
    }
}

TEST(DirectUrl, CreateAllDoesNotGoThroughAPooler) {
    PostgresDatabase database;
    const auto text = refusal_of(create_engine(database.url() + "?pgbouncer=true"));
    EXPECT_THAT(text, AllOf(HasSubstr("create_all"), HasSubstr("pooler"), HasSubstr("direct_url")));
    EXPECT_EQ(database.scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    EXPECT_THAT(refusal_of(create_engine(database.url(), {.pooler = Pooler::transaction})), HasSubstr("pooler"));
}

TEST(DirectUrl, TheRemedyForNeonsPoolerIsTheSameUrlWithoutItsMarkAndWithoutThePassword) {
    const auto text =
        refusal_of(create_engine("postgresql://ann:sesame@ep-dim-sea-123-pooler.eu-central-1.aws.neon.tech/budget"));
    EXPECT_THAT(text, HasSubstr("postgresql://ann:***@ep-dim-sea-123.eu-central-1.aws.neon.tech/budget"));
    EXPECT_THAT(text, Not(HasSubstr("sesame")));
}

TEST(DirectUrl, TakesWhatAPoolerCannot) {
    PostgresDatabase database;
    const Engine engine = create_engine(database.url() + "?pgbouncer=true", {.direct_url = database.url()});
    Bank::create_all(engine);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM accounts"), "0");
    EXPECT_EQ(engine.statistics().connects, 0u) << "the pooler was not asked";
    Bank::drop_all(engine);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

TEST(DirectUrl, IsUsedForDdlAlsoWithoutAPooler) {
    PostgresDatabase here;
    PostgresDatabase there;
    Bank::create_all(create_engine(here.url(), {.direct_url = there.url()}));
    EXPECT_EQ(there.scalar("SELECT count(*) FROM accounts"), "0");
    EXPECT_EQ(here.scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

TEST(DirectUrl, MustNotLeadThroughAPoolerItself) {
    PostgresDatabase database;
    const auto pooled = database.url() + "?pgbouncer=true";
    EXPECT_THAT(refusal_of(create_engine(pooled, {.direct_url = pooled})),
                HasSubstr("direct_url leads through a pooler"));
}

}  // namespace
}  // namespace transactions
