#include <cmath>
#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "engine/compiled_cache.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

std::string complaint_about(const EngineOptions& options) {
    return details_of<ArgumentError>([&] { (void)create_engine("sqlite://", options); }).message;
}

}  // namespace

TEST(EngineOptions, OutOfRangeAreNamedWithTheirRange) {
    using Spoil = void (*)(EngineOptions&);
    const std::vector<std::pair<Spoil, std::string>> cases = {
        {[](EngineOptions& o) { o.pool_size = -1; }, "pool_size is -1, it must be from 0 to 10000"},
        {[](EngineOptions& o) { o.max_overflow = -2; }, "max_overflow is -2, it must be from -1 to 10000"},
        {[](EngineOptions& o) { o.pool_timeout = std::nan(""); }, "pool_timeout is nan"},
        {[](EngineOptions& o) { o.pool_recycle = -2; }, "pool_recycle is -2"},
        {[](EngineOptions& o) { o.pool_pre_ping_idle = -1; }, "pool_pre_ping_idle is -1"},
        {[](EngineOptions& o) { o.connect_timeout = 0; }, "connect_timeout is 0"},
        {[](EngineOptions& o) { o.connect_retries = -1; }, "connect_retries is -1"},
        {[](EngineOptions& o) { o.statement_timeout = -0.5; }, "statement_timeout is -0.5"},
        {[](EngineOptions& o) { o.keepalives.idle = -1; }, "keepalives.idle is -1"},
        {[](EngineOptions& o) { o.keepalives.interval = 0; }, "keepalives.interval is 0"},
        {[](EngineOptions& o) { o.keepalives.count = 128; }, "keepalives.count is 128, it must be from 1 to 127"},
        {[](EngineOptions& o) { o.tcp_user_timeout = -1; }, "tcp_user_timeout is -1"},
        {[](EngineOptions& o) { o.busy_timeout = -5; }, "busy_timeout is -5"},
        {[](EngineOptions& o) { o.statement_cache_size = 0; }, "statement_cache_size is 0"},
        {[](EngineOptions& o) { o.application_name.assign(64, 'a'); }, "the length of application_name is 64"},
        {[](EngineOptions& o) {
             o.connect_args = {{"", "value"}};
         },
         "connect_args has a parameter without a name"},
    };
    for (const auto& [spoil, complaint] : cases) {
        EngineOptions options;
        EXPECT_NO_THROW((void)create_engine("sqlite://", options));
        spoil(options);
        EXPECT_THAT(complaint_about(options), HasSubstr(complaint));
    }
}

TEST(Engine, AnUnknownDialectIsNamedWithTheOneThatWasMeant) {
    const auto details = details_of<NoSuchModuleError>([] { (void)create_engine("sqlit://"); });
    EXPECT_THAT(details.message, HasSubstr("sqlit"));
    EXPECT_EQ(details.hint, "did you mean \"sqlite\"?");
}

TEST(Engine, CompilesWhatIsCachedOnce) {
    const auto engine = create_engine("sqlite://");
    int made = 0;
    const auto make = [&] {
        ++made;
        return std::make_shared<const sql::Compiled>(statement("SELECT 1"));
    };
    const auto first = engine.cached("key", make);
    EXPECT_EQ(engine.cached("key", make), first);
    EXPECT_EQ(made, 1);
    EXPECT_EQ(engine.statistics().compiled, 1U);
}

TEST(CompiledCache, ForgetsWhatWasNotUsedForLong) {
    detail::CompiledCache cache(8);
    const auto compiled = std::make_shared<const sql::Compiled>();
    for (int i = 0; i < 8; ++i) {
        cache.store(std::to_string(i), compiled);
    }
    EXPECT_NE(cache.find("0"), nullptr);
    cache.store("new", compiled);
    EXPECT_NE(cache.find("0"), nullptr);
    EXPECT_NE(cache.find("new"), nullptr);
    EXPECT_EQ(cache.find("1"), nullptr);
    EXPECT_LE(cache.size(), 8U);
}

TEST(Echo, ShowsStatementsParametersAndTimeButNoSecrets) {
    const ScopedLogCapture logs;
    EngineOptions options;
    options.echo = true;
    const auto engine = create_engine("sqlite://", options);
    auto connection = engine.connect();
    auto insert = statement("SELECT ?, ?", {{TypeKind::text}, {TypeKind::text, 0, 0, true}});
    insert.rows = sql::Compiled::Rows::loop;
    Rows rows;
    for (int i = 0; i < 12; ++i) {
        rows.push_back({std::string(400, 'x'), "hunter2"});
    }
    run(connection, insert, {{"a", "hunter2"}});
    run(connection, insert, rows);
    connection.commit();
    const auto messages = logs.messages("athanor.engine");
    ASSERT_EQ(messages.size(), 7U);
    EXPECT_EQ(messages[0], "BEGIN IMMEDIATE");
    EXPECT_EQ(messages[1], "SELECT ?, ? [parameters: ('a', ***)]");
    EXPECT_THAT(messages[2], MatchesRegex("\\[2 statements in [0-9]+\\.[0-9]+ ms\\]"));
    EXPECT_THAT(messages[3], HasSubstr("and 2 more rows]"));
    EXPECT_LT(messages[3].size(), 4000U);
    EXPECT_EQ(messages[5], "COMMIT");
    EXPECT_FALSE(logs.contains("hunter2"));
}

TEST(Echo, ShowsTheBeginningOfALongValue) {
    const ScopedLogCapture logs;
    EngineOptions options;
    options.echo = true;
    auto connection = create_engine("sqlite://", options).connect();
    connection.exec_driver_sql("SELECT ?, ?", std::vector<Value>{std::string(100'000, 'x'), Bytes(100'000)});
    const auto message = logs.messages("athanor.engine").at(1);
    EXPECT_THAT(message, HasSubstr("'" + std::string(300, 'x') + "'... (99700 more bytes)"));
    EXPECT_THAT(message, HasSubstr("x'" + std::string(600, '0') + "'... (99700 more bytes)"));
}

TEST(Echo, HidesParametersOnRequestAndIsSilentByDefault) {
    const ScopedLogCapture logs;
    EngineOptions options;
    options.echo = true;
    options.hide_parameters = true;
    const std::vector<Value> values = {"private"};
    create_engine("sqlite://", options).connect().exec_driver_sql("SELECT ?", values);
    EXPECT_TRUE(logs.contains("SELECT ? [parameters: hidden by hide_parameters]"));
    EXPECT_TRUE(logs.contains("ROLLBACK"));
    EXPECT_FALSE(logs.contains("private"));
    EXPECT_EQ(logs.messages("athanor.engine").front(), "BEGIN");
    const auto before = logs.records().size();
    create_engine("sqlite://").connect().exec_driver_sql("SELECT 1");
    EXPECT_EQ(logs.records().size(), before);
}

TEST(EngineStatistics, SumOverConnectionsThatAreGone) {
    const TempDir folder;
    const auto engine = create_engine(folder.sqlite_url());
    for (int i = 0; i < 3; ++i) {
        engine.connect().exec_driver_sql("SELECT 1");
        engine.dispose();
    }
    EXPECT_EQ(engine.statistics().connects, 3U);
    EXPECT_EQ(engine.statistics().driver.executed, 9U);  // BEGIN, SELECT, ROLLBACK each time
}

#ifndef NDEBUG
TEST(Connection, UseByTwoThreadsAtOnceIsNoticed) {
    const auto engine = create_engine("sqlite://");
    auto connection = engine.connect();
    class Sink final : public RowSink {
    public:
        explicit Sink(Connection& connection) : connection_(connection) {}
        void row(const Cursor&) override {
            std::thread other([&] {
                try {
                    connection_.exec_driver_sql("SELECT 2");
                } catch (const ThreadError&) {
                    noticed = true;
                }
            });
            other.join();
        }
        bool noticed = false;

    private:
        Connection& connection_;
    } sink(connection);
    run(connection, statement("SELECT 1"), {}, &sink);
    EXPECT_TRUE(sink.noticed);
}
#endif

}  // namespace athanor::testing
