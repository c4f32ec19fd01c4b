// Losses that need a server of the test's own: one that speaks TLS, and one that is restarted.
#include <atomic>
#include <thread>

#include "reliability/proxied_notes.hpp"
#include "support/tls_server.hpp"

namespace athanor::testing {

namespace {

class OwnServer : public ::testing::Test {
protected:
    OwnServer() { Schema<Note>::create_all(create_engine(url())); }

    /// Verified, so that a way past the proxy or without TLS would be noticed.
    [[nodiscard]] std::string url(std::optional<int> port = {}) const {
        auto url = make_url(server.url() + "&sslmode=verify-full&sslrootcert=" + server.authority());
        url.port = port ? *port : *url.port;
        return url.str_with_password();
    }
    static void write(const Engine& engine, const std::string& text) {
        Session session(engine);
        session.add(Note{.text = text});
        session.commit();
    }
    static int count(const Engine& engine) {
        Session session(engine);
        return static_cast<int>(session.scalars(select(Note::columns().id)).all().size());
    }

    ScopedLogCapture log{LogLevel::warning};
    TlsServer server;
};

}  // namespace

TEST_F(OwnServer, AnIdleConnectionWithTlsThatEndsWithoutAWordIsOneErrorAndTheNextSessionWorks) {
    FaultProxy proxy("127.0.0.1", static_cast<std::uint16_t>(*make_url(server.url()).port));
    const auto engine = create_engine(url(proxy.port()));
    EXPECT_EQ(engine.connect()
                  .exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                  .rows.at(0)
                  .at(0)
                  .as_bool(),
              true);
    write(engine, "first");
    for (const auto strike : {Strike::eof, Strike::reset}) {
        strike == Strike::eof ? proxy.close_all() : proxy.reset_all();
        const auto details = error_of<OperationalError>([&] { count(engine); });
        EXPECT_EQ(details.sqlstate, "");
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_FALSE(details.outcome_unknown);
        EXPECT_EQ(count(engine), 1);
    }
    EXPECT_EQ(engine.statistics().connects, 3U);
}

TEST_F(OwnServer, TenBusyThreadsHaveAtMostOneErrorEachWhenItRestarts) {
    EngineOptions options;
    options.pool_size = 10;
    const auto engine = create_engine(url(), options);
    std::atomic<bool> stop{false};
    std::atomic<int> saved{0};
    std::atomic<int> unknown{0};
    std::vector<int> errors(10, 0);
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < errors.size(); ++number) {
        threads.emplace_back([&, number] {
            for (int i = 0; !stop; ++i) {
                try {
                    write(engine, std::to_string(number) + " wrote " + std::to_string(i));
                    ++saved;
                } catch (const OperationalError& error) {
                    ++errors[number];
                    unknown += error.details().outcome_unknown ? 1 : 0;
                }
            }
        });
    }
    const auto wait_for_more = [&](int more) {
        for (const int wanted = saved + more; saved < wanted;) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    };
    wait_for_more(50);
    server.restart();
    wait_for_more(50);
    stop = true;
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_THAT(errors, ::testing::Each(::testing::Le(1)));
    EXPECT_THAT(errors, ::testing::Contains(1));
    EXPECT_GT(engine.statistics().connects, 10U);
    EXPECT_EQ(engine.pool_status().checked_out, 0);
    const int stored = count(engine);
    EXPECT_GE(stored, saved);
    EXPECT_LE(stored, saved + unknown);
}

}  // namespace athanor::testing
