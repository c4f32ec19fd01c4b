#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/postgresql/driver.hpp"
#include "postgres.hpp"

namespace athanor::testing {

/// A database for one test, and connections of the driver to it.
struct PostgresDriverTest : ::testing::Test {
    PostgresDatabase database;

    std::unique_ptr<DriverConnection> connect(const EngineOptions& options = {}, const std::string& query = "") const {
        return postgresql::connect(make_url(database.url() + query), options);
    }
    /// Ends every connection to the database but the test's own.
    void kill_others() {
        database.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                         "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
};

template <class AnyConnection>
Value value_of(AnyConnection& connection, const std::string& sql) {
    return query(connection, statement(sql)).at(0).at(0);
}

}  // namespace athanor::testing
