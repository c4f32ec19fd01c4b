#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"

namespace athanor::testing {

/// A database of one dialect for one test, with what the suite's hand-written SQL must spell differently.
class Backend {
public:
    virtual ~Backend() = default;
    [[nodiscard]] virtual std::string url() const = 0;
    /// The placeholder of a parameter, counted from 1.
    [[nodiscard]] virtual std::string place(int number) const = 0;
    /// A query that runs for a minute unless it is cancelled.
    [[nodiscard]] virtual std::string slow_query() const = 0;
    /// How many parameters one statement may have.
    [[nodiscard]] virtual std::size_t most_parameters() const = 0;
    /// Whether statements carry a SQLSTATE, and a list of statements is prepared before any of it runs.
    [[nodiscard]] virtual bool is_server() const = 0;
};

using MakeBackend = std::unique_ptr<Backend> (*)();

/// The tests that every dialect passes. Instantiated for each in <dialect>_test.cpp or <dialect>_pg_test.cpp.
class DialectSuite : public ::testing::TestWithParam<MakeBackend> {
protected:
    DialectSuite();

    [[nodiscard]] std::unique_ptr<DriverConnection> connect() const {
        return engine.dialect().connect(engine.url(), engine.options());
    }
    /// The SQL with each ? replaced by the dialect's placeholder.
    [[nodiscard]] std::string sql(std::string_view text) const;
    /// Creates the tables of tables.hpp.
    void create_tables() const;

    std::unique_ptr<Backend> backend;
    Engine engine;
};

/// SQLite or PostgreSQL in the names of tests.
[[nodiscard]] std::string name_of(const ::testing::TestParamInfo<MakeBackend>& info);

}  // namespace athanor::testing
