// Behind a pooler in transaction mode: PgBouncer 1.18 itself, and the rules of those from 1.21 on.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "reliability/proxied_notes.hpp"
#include "support/server_script.hpp"

namespace athanor::testing {

namespace {

using namespace std::string_literals;

class Pgbouncer : public ::testing::Test {
protected:
    Pgbouncer() { Schema<Note>::create_all(create_engine(database.url())); }

    [[nodiscard]] Engine engine(EngineOptions options = {}) const {
        options.pooler = Pooler::transaction;
        return create_engine("postgresql://" + *server_url.username + "@127.0.0.1:" + script.words()[0] + "/" +
                                 database.name(),
                             options);
    }

    PostgresDatabase database;
    URL server_url = make_url(database.url());
    ServerScript script{"pgbouncer.sh", {*server_url.username, *server_url.password, std::to_string(*server_url.port)}};
};

std::string show(const Engine& engine, const std::string& setting) {
    auto connection = engine.connect();
    return connection.exec_driver_sql("SHOW " + setting).rows.at(0).at(0).as_string();
}

/// Writes and reads what only this client may see, with statements of its own.
void be_a_client(const Engine& engine, int client) {
    const auto prefix = "client " + std::to_string(client) + " ";
    auto& n = Note::columns();
    for (int turn = 1; turn <= 15; ++turn) {
        Session session(engine);
        session.add(Note{.text = prefix + std::to_string(turn)});
        session.commit();
        const auto mine = session.scalars(select(n.text).where(n.text.like(prefix + "%"))).all();
        EXPECT_EQ(mine.size(), static_cast<std::size_t>(turn));
        for (const auto& text : mine) {
            EXPECT_TRUE(text.starts_with(prefix)) << text;
        }
        session.close();
        auto connection = engine.connect();
        const Value number(turn * 1000 + client);
        const auto column = "mine_" + std::to_string(client);
        const auto answer = connection.exec_driver_sql("SELECT $1 AS " + column, {&number, 1});
        EXPECT_EQ(answer.columns, std::vector<std::string>{column});
        EXPECT_EQ(answer.rows.at(0).at(0).to_string(), number.to_string());
    }
}

}  // namespace

TEST_F(Pgbouncer, TwentyClientsShareTwoConnectionsAndSeeTheirOwnRowsOnly) {
    EngineOptions options;
    options.pool_size = 20;
    options.max_overflow = 0;
    const auto engine = this->engine(options);
    std::atomic<int> errors{0};
    std::vector<std::thread> clients;
    for (int client = 0; client < 20; ++client) {
        clients.emplace_back([&, client] {
            try {
                be_a_client(engine, client);
            } catch (const std::exception& error) {
                ++errors;
                ADD_FAILURE() << error.what();
            }
        });
    }
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(errors, 0);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM notes"), "300");
    EXPECT_LE(std::stoi(database.scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                                        "AND pid <> pg_backend_pid()")),
              2);
}

TEST_F(Pgbouncer, NoSettingOfOneClientReachesAnother) {
    EngineOptions options;
    options.statement_timeout = 7;
    options.isolation_level = IsolationLevel::serializable;
    const auto strict = this->engine(options);
    const auto plain = this->engine();
    for (int turn = 0; turn < 10; ++turn) {
        EXPECT_EQ(show(strict, "statement_timeout"), "7s");
        EXPECT_EQ(show(strict, "transaction_isolation"), "serializable");
        EXPECT_EQ(show(plain, "statement_timeout"), "0");
        EXPECT_EQ(show(plain, "transaction_isolation"), "read committed");
        EXPECT_THAT(show(plain, "TimeZone"), ::testing::AnyOf("UTC", "Etc/UTC"));
    }
}

TEST_F(ProxiedNotes, APoolerThatTracksStatementNamesNeverSeesOneTwice) {
    proxy.pooler_rules();
    EngineOptions options;
    options.pooler = Pooler::transaction;
    options.statement_cache_size = 3;
    options.pool_size = 2;
    const auto engine = this->engine(options);
    for (int turn = 0; turn < 30; ++turn) {
        write(engine, std::to_string(turn));
        EXPECT_EQ(read(engine).size(), static_cast<std::size_t>(turn) + 1);
        auto connection = engine.connect();
        EXPECT_EQ(connection.exec_driver_sql("SELECT " + std::to_string(turn % 7)).rows.at(0).at(0), Value(turn % 7));
    }
    EXPECT_EQ(proxy.statistics().refusals, 0U);
}

}  // namespace athanor::testing
