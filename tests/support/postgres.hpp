#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace athanor::testing {

/// The URL of the test server, from ATHANOR_TEST_POSTGRES_URL.
/// Throws std::runtime_error, which fails the test, when the variable is unset: a missing server is never a pass.
std::string postgres_url();

/// `url` with its user, password, host, port or database replaced; std::nullopt leaves a part as it is. For tests of
/// wrong passwords, unknown hosts and the like. The values must not need percent-encoding.
struct PostgresUrlParts {
    std::optional<std::string> user;
    std::optional<std::string> password;
    std::optional<std::string> host;
    std::optional<std::string> port;
    std::optional<std::string> database;
};
std::string with_parts(const std::string& url, const PostgresUrlParts& parts);

/// A new, empty database for one test on the test server, dropped at the end of its life even when connections to it
/// are still open. It talks to the server through libpq itself, so that a test can look at what the library did.
///
/// Each function throws std::runtime_error with the server's message when a statement fails. One thread at a time.
class PostgresDatabase {
public:
    PostgresDatabase();
    ~PostgresDatabase();
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    /// postgresql://user:password@host:port/name of this database.
    const std::string& url() const { return url_; }

    /// The name of the database.
    const std::string& name() const { return name_; }

    using Row = std::vector<std::optional<std::string>>;

    /// Runs one or more statements and returns the rows of the last one as text; std::nullopt is NULL.
    std::vector<Row> rows(const std::string& sql);

    /// Runs one or more statements and leaves out what they return.
    void execute(const std::string& sql);

    /// The only column of the only row; std::runtime_error unless the statement returns exactly one value, not NULL.
    std::string scalar(const std::string& sql);

private:
    struct Connection;
    std::string name_;
    std::string url_;
    std::unique_ptr<Connection> connection_;
};

/// Of the libpq that the tests run with, as PQlibVersion gives it: 150018.
int libpq_version();

}  // namespace athanor::testing
