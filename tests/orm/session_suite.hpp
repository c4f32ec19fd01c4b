#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/orm/session_core.hpp>

#include "orm/fake_models.hpp"

namespace athanor::testing {

/// A database for one test.
class TestDatabase {
public:
    virtual ~TestDatabase() = default;
    [[nodiscard]] virtual std::string url() const = 0;
};
using MakeDatabase = std::unique_ptr<TestDatabase> (*)();

/// Tests of sessions with real tables, the same on every database. Instantiated in session_test.cpp (SQLite) and
/// session_pg_test.cpp (PostgreSQL). At the end no object is alive that was not before.
class SessionSuite : public ::testing::TestWithParam<MakeDatabase> {
protected:
    SessionSuite();
    ~SessionSuite() override;

    [[nodiscard]] std::unique_ptr<detail::SessionCore> session(SessionOptions options = {}) const;
    /// The only number that a query gives, through a connection of its own.
    [[nodiscard]] std::int64_t number(const std::string& sql) const;
    [[nodiscard]] std::string text(const std::string& sql) const;
    void execute(const std::string& sql) const;
    [[nodiscard]] std::uint64_t round_trips() const { return engine.statistics().driver.round_trips; }
    [[nodiscard]] bool is_sqlite() const { return engine.dialect().name() == "sqlite"; }
    template <class M>
    [[nodiscard]] Handle<M> get(detail::SessionCore& core, std::int64_t id) const {
        const Value key[] = {Value(id)};
        return Handle<M>(core.get(fake<M>(), key));
    }
    /// A category "Food" with two expenses, in the database.
    void store_food() const;

private:
    ScopedLogCapture quiet_{
        LogLevel::warning};  ///< the log is on for Recorded, not for the reader of the test's output
    std::size_t alive_;
    std::unique_ptr<TestDatabase> database_;

protected:
    Engine engine;
};

/// The statements that are sent while it lives, without parameters and times.
class Recorded {
public:
    [[nodiscard]] std::vector<std::string> statements() const;

private:
    ScopedLogCapture capture_{LogLevel::info};
};

}  // namespace athanor::testing
