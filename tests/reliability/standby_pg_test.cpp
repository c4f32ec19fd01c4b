// A server with a streaming standby: conflicts of recovery, and what remains when the first server goes away.
#include "reliability/proxied_notes.hpp"
#include "support/server_script.hpp"

namespace athanor::testing {

namespace {

class Standby : public ::testing::Test {
protected:
    Standby() { Schema<Note>::create_all(primary); }

    void write(const Engine& engine, const std::string& text) {
        Session session(engine);
        session.add(Note{.text = text});
        session.commit();
    }
    static std::size_t count(const Engine& engine) {
        Session session(engine);
        return session.scalars(select<Note>()).all().size();
    }
    [[nodiscard]] std::string standby_url() const {
        PostgresUrlParts parts;
        parts.port = script.words()[1];
        return with_parts(script.words()[0], parts);
    }
    /// Either server, whichever takes writes.
    [[nodiscard]] std::string either_url() const {
        auto url = make_url(script.words()[0]);
        url.query = {{"host", url.host + "," + url.host},
                     {"port", std::to_string(*url.port) + "," + script.words()[1]},
                     {"target_session_attrs", "read-write"}};
        url.host.clear();
        url.port.reset();
        return url.str_with_password();
    }

    ServerScript script{"standby.sh"};
    Engine primary = create_engine(script.words()[0]);
    ScopedLogCapture log{LogLevel::warning};
};

}  // namespace

TEST_F(Standby, AConflictWithRecoveryIsALossThatMayBeTriedAgainOnANewConnection) {
    write(primary, "first");
    script.tell("wait");
    const auto reader = create_engine(standby_url());
    Session session(reader);
    EXPECT_EQ(session.scalars(select<Note>()).all().size(), 1U);
    primary.connect().exec_driver_sql("SELECT 1");
    auto connection = primary.connect();
    connection.exec_driver_sql("ALTER TABLE notes ADD COLUMN more integer");
    connection.commit();
    script.tell("wait");
    const auto details = error_of<OperationalError>([&] { static_cast<void>(session.scalars(select<Note>())); });
    EXPECT_EQ(details.sqlstate, "40001");
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_TRUE(details.retryable);
    EXPECT_FALSE(details.outcome_unknown);
    session.rollback();
    EXPECT_EQ(session.scalars(select<Note>()).all().size(), 1U);
}

TEST_F(Standby, AWriteThereIsRefusedWithItsSqlstate) {
    script.tell("wait");
    const auto reader = create_engine(standby_url());
    EXPECT_EQ(error_of<DBAPIError>([&] { write(reader, "no"); }).sqlstate, "25006");
    EXPECT_EQ(count(reader), 0U);
}

TEST_F(Standby, AConnectionWhoseWriteWasRefusedIsGivenUpUnlessItWasForReading) {
    script.tell("wait");
    const auto engine = create_engine(standby_url());
    const auto backend = [](const Engine& of) {
        return of.connect().exec_driver_sql("SELECT pg_backend_pid()").rows.at(0).at(0).as_int64();
    };
    const auto first = backend(engine);
    EXPECT_EQ(error_of<DBAPIError>([&] { engine.connect().exec_driver_sql("SELECT 1 / 0"); }).sqlstate, "22012");
    EXPECT_EQ(backend(engine), first);
    EXPECT_EQ(error_of<DBAPIError>([&] { write(engine, "no"); }).sqlstate, "25006");
    EXPECT_NE(backend(engine), first);
    EXPECT_EQ(engine.statistics().connects, 2U);
    EXPECT_EQ(engine.pool_status().idle, 1);

    const auto reader = engine.reader();
    const auto reading = backend(reader);
    // Only the server knows that this writes.
    const auto next = "SELECT nextval(pg_get_serial_sequence('notes', 'id'))";
    EXPECT_EQ(error_of<DBAPIError>([&] { reader.connect().exec_driver_sql(next); }).sqlstate, "25006");
    EXPECT_EQ(backend(reader), reading);
}

TEST_F(Standby, WhenItIsPromotedNewConnectionsFindIt) {
    EngineOptions options;
    options.pool_pre_ping = true;
    const auto engine = create_engine(either_url(), options);
    const auto careless = create_engine(either_url());
    write(engine, "on the first");
    write(careless, "on the first too");
    script.tell("wait");
    script.tell("stop");
    script.tell("promote");
    write(engine, "on the second");
    EXPECT_EQ(error_of<OperationalError>([&] { count(careless); }).sqlstate, "57P01");
    EXPECT_EQ(count(careless), 3U);
    EXPECT_EQ(count(create_engine(standby_url())), 3U);
}

}  // namespace athanor::testing
