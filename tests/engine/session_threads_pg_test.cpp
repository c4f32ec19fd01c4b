// Sessions of many threads on one engine, from the first use of the models on: what they share is the engine, its pool
// and the mapping.

#include <thread>

#include <gtest/gtest.h>

#include <athanor/orm.hpp>

#include "postgres.hpp"

namespace athanor::testing {

namespace {

struct Jar : Model<Jar> {
    static constexpr auto table_name = "jars";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<40>, unique> label;
    Mapped<int> beans = 0;
};

using Pantry = Schema<Jar>;

}  // namespace

TEST(SessionThreads, ShareAnEngineAndNothingElse) {
    constexpr int threads_in_all = 8;
    constexpr int jars_of_each = 20;
    PostgresDatabase database;
    EngineOptions options;
    options.pool_size = 2;
    options.max_overflow = 1;
    options.pool_pre_ping = true;
    const auto engine = create_engine(database.url(), options);
    Pantry::create_all(engine);

    std::vector<std::thread> threads;
    for (int number = 0; number < threads_in_all; ++number) {
        threads.emplace_back([&engine, number] {
            auto& jar = Jar::columns();
            for (int i = 0; i < jars_of_each; ++i) {
                Session session(engine);
                session.add(Jar{.label = fmt::format("{}/{}", number, i), .beans = i});
                session.commit();
                auto mine = session.query<Jar>().filter(jar.label == fmt::format("{}/{}", number, i)).one();
                mine->beans = mine->beans + 1;
                session.commit();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(database.scalar("SELECT count(*) || ' ' || sum(beans) FROM jars"), "160 1680");
    EXPECT_EQ(engine.pool_status().checked_out, 0);
    EXPECT_LE(engine.statistics().connects, 6U);
}

}  // namespace athanor::testing
