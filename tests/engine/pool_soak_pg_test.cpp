// Many threads, few connections, and a server that kills one of them every now and then.

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/engine/pool_events.hpp>

#include "dialect_suite/rows.hpp"
#include "postgres.hpp"

namespace athanor::testing {

namespace {

constexpr int threads_of_soak = 200;
constexpr int rounds_of_thread = 50;
constexpr int most_connections = 20;

/// What became of the commits, by what their threads were told.
struct Outcomes {
    std::mutex mutex;
    std::set<std::int64_t> saved;
    std::set<std::int64_t> not_saved;
    std::set<std::int64_t> unknown;
    std::vector<std::string> surprises;

    void note(std::set<std::int64_t>& where, std::int64_t key) {
        const std::lock_guard lock(mutex);
        where.insert(key);
    }
};

class Soak {
public:
    Soak() : engine_(create_engine(database_.url(), options())) {
        database_.execute("CREATE TABLE committed (key bigint)");
        engine_.events().listen(PoolEvent::connect, [this](const PoolEventInfo&) {
            const int seen = ++open_;
            for (int before = highest; seen > before && !highest.compare_exchange_weak(before, seen);) {
            }
        });
        engine_.events().listen(PoolEvent::close, [this](const PoolEventInfo&) { --open_; });
    }

    void run_all() {
        std::vector<std::thread> threads;
        for (int number = 0; number < threads_of_soak; ++number) {
            threads.emplace_back([this, number] { work(number); });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    }

    [[nodiscard]] std::map<std::int64_t, int> rows() {
        std::map<std::int64_t, int> found;
        for (const auto& row : database_.rows("SELECT key, count(*) FROM committed GROUP BY key")) {
            found[std::stoll(row[0].value())] = std::stoi(row[1].value());
        }
        return found;
    }
    [[nodiscard]] const Engine& engine() const { return engine_; }

    Outcomes outcomes;
    std::atomic<int> highest{0};
    std::atomic<int> killed{0};

private:
    static EngineOptions options() {
        EngineOptions made;
        made.pool_size = 10;
        made.max_overflow = 10;
        made.pool_timeout = 120;
        made.pool_pre_ping = true;
        made.pool_pre_ping_idle = 0;
        return made;
    }

    void work(int number) {
        std::mt19937 random(static_cast<unsigned>(number));
        for (int round = 0; round < rounds_of_thread; ++round) {
            if (random() % 100 == 0) {
                kill_one();
            }
            commit_one(std::int64_t{number} * rounds_of_thread + round);
        }
    }

    void commit_one(std::int64_t key) {
        static const auto insert = statement("INSERT INTO committed VALUES ($1)", {{TypeKind::big_integer}});
        try {
            auto connection = engine_.connect();
            const ValueParameters values(Rows{{key}});
            auto one = execution(insert, &values);
            if (key % 2 == 0) {
                connection.execute_and_commit({&one, 1});
            } else {
                connection.execute({&one, 1});
                connection.commit();
            }
            outcomes.note(outcomes.saved, key);
        } catch (const OperationalError& error) {
            const auto& details = error.details();
            outcomes.note(details.outcome_unknown ? outcomes.unknown : outcomes.not_saved, key);
            // A connection may also be killed while it is being opened.
            if (!details.connection_invalidated && details.sqlstate != "57P01") {
                surprised_by(error);
            }
        } catch (const std::exception& error) {
            surprised_by(error);
        }
    }

    void surprised_by(const std::exception& error) {
        const std::lock_guard lock(outcomes.mutex);
        outcomes.surprises.emplace_back(error.what());
    }

    void kill_one() {
        const std::lock_guard lock(killer_);
        database_.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                          "AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY random() LIMIT 1");
        ++killed;
    }

    PostgresDatabase database_;
    std::atomic<int> open_{0};
    std::mutex killer_;
    Engine engine_;
};

}  // namespace

TEST(PoolSoak, TwoHundredThreadsLoseNoAcknowledgedCommitWhileConnectionsAreKilled) {
    const ScopedLogCapture logs(LogLevel::error);
    Soak soak;
    soak.run_all();
    const auto rows = soak.rows();
    auto& outcomes = soak.outcomes;
    for (const auto key : outcomes.saved) {
        ASSERT_EQ(rows.contains(key) ? rows.at(key) : 0, 1) << "key " << key << " was acknowledged";
    }
    for (const auto key : outcomes.not_saved) {
        ASSERT_FALSE(rows.contains(key)) << "key " << key << " was said not to be saved";
    }
    for (const auto& [key, count] : rows) {
        ASSERT_EQ(count, 1) << "key " << key;
    }
    EXPECT_EQ(outcomes.saved.size() + outcomes.not_saved.size() + outcomes.unknown.size(),
              static_cast<std::size_t>(threads_of_soak * rounds_of_thread));
    EXPECT_EQ(outcomes.surprises, std::vector<std::string>{});
    EXPECT_GT(soak.killed, 50);
    EXPECT_GT(outcomes.saved.size(), 9000U);
    EXPECT_LE(soak.highest, most_connections);
    EXPECT_GT(soak.highest, 10);

    const auto status = soak.engine().pool_status();
    EXPECT_EQ(status.checked_out, 0);
    EXPECT_LE(status.idle, 10);
    EXPECT_EQ(soak.engine().connect().exec_driver_sql("SELECT 1").rows, Rows{{1}});
}

}  // namespace athanor::testing
