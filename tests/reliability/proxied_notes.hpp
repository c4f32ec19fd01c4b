#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/orm.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "support/postgres.hpp"

namespace athanor::testing {

struct Note : Model<Note> {
    static constexpr auto table_name = "notes";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<500>, unique> text;
};

/// Sessions whose way to a real server leads through a proxy; the database is looked at on a way around it.
class ProxiedNotes : public ::testing::Test {
protected:
    ProxiedNotes() { Schema<Note>::create_all(create_engine(database.url())); }

    /// An engine that leads through the proxy, and tries to connect once.
    [[nodiscard]] Engine engine(EngineOptions options = {}) const {
        options.connect_retries = 0;
        return create_engine(proxy.url(database.url()), options);
    }
    [[nodiscard]] std::string stored(const std::string& text) {
        return database.scalar("SELECT count(*) FROM notes WHERE text = '" + text + "'");
    }
    [[nodiscard]] std::string stored() { return database.scalar("SELECT count(*) FROM notes"); }
    void terminate_others() {
        database.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                         "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    /// Adds a note in a transaction of its own.
    static void write(const Engine& engine, const std::string& text) {
        Session session(engine);
        session.add(Note{.text = text});
        session.commit();
    }
    /// Their texts, sorted.
    static std::vector<std::string> read(const Engine& engine) {
        Session session(engine);
        std::vector<std::string> texts;
        for (auto& text : session.scalars(select(Note::columns().text).order_by(Note::columns().text))) {
            texts.push_back(text);
        }
        return texts;
    }

    PostgresDatabase database;
    FaultProxy proxy{database.url()};
    ScopedLogCapture log{LogLevel::warning};
};

/// The first error of a kind that a call throws, with what it knows; fails the test if it throws none.
template <class Wanted, class Call>
ErrorDetails error_of(Call&& call) {
    try {
        call();
    } catch (const Wanted& error) {
        return error.details();
    }
    ADD_FAILURE() << "the call should have thrown an error and did not";
    return {};
}

}  // namespace athanor::testing
