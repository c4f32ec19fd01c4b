#include "support/postgres.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace athanor::testing {

namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using Handle = std::unique_ptr<PGconn, Finish>;
using Result = std::unique_ptr<PGresult, Finish>;

Handle connect(const std::string& url) {
    Handle handle(PQconnectdb(url.c_str()));
    if (!handle || PQstatus(handle.get()) != CONNECTION_OK) {
        throw std::runtime_error(fmt::format("cannot connect to the PostgreSQL test server: {}",
                                             handle ? PQerrorMessage(handle.get()) : "out of memory"));
    }
    // A notice such as "table does not exist, skipping" would only clutter the output of a test.
    PQsetNoticeProcessor(
        handle.get(), [](void*, const char*) {}, nullptr);
    return handle;
}

Result run(PGconn* connection, const std::string& sql) {
    Result result(PQexec(connection, sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
        throw std::runtime_error(fmt::format("{}statement: {}", PQerrorMessage(connection), sql));
    }
    return result;
}

std::string unique_name() {
    static std::atomic<unsigned> counter{0};
    return fmt::format("athanor_t{}_{}_{:08x}", getpid(), counter++, std::random_device{}());
}

}  // namespace

std::string postgres_url() {
    const char* url = std::getenv("ATHANOR_TEST_POSTGRES_URL");
    if (url == nullptr || *url == '\0') {
        throw std::runtime_error("ATHANOR_TEST_POSTGRES_URL is not set, and this test needs a PostgreSQL server: run "
                                 "scripts/test, or scripts/postgres run <this program>");
    }
    return url;
}

std::string with_parts(const std::string& url, const PostgresUrlParts& parts) {
    const auto refuse = [] {
        throw std::runtime_error("ATHANOR_TEST_POSTGRES_URL must read postgresql://user:password@host:port/database");
    };
    const std::string_view scheme = "postgresql://";
    const auto at = url.find('@');
    const auto slash = at == std::string::npos ? at : url.find('/', at);
    if (!url.starts_with(scheme) || slash == std::string::npos) {
        refuse();
    }
    const std::string login = url.substr(scheme.size(), at - scheme.size());
    const std::string place = url.substr(at + 1, slash - at - 1);
    const std::string rest = url.substr(slash + 1);
    const auto login_colon = login.find(':');
    const auto place_colon = place.rfind(':');
    if (login_colon == std::string::npos || place_colon == std::string::npos) {
        refuse();
    }
    const auto question = rest.find('?');
    return fmt::format(
        "{}{}:{}@{}:{}/{}{}", scheme, parts.user.value_or(login.substr(0, login_colon)),
        parts.password.value_or(login.substr(login_colon + 1)), parts.host.value_or(place.substr(0, place_colon)),
        parts.port.value_or(place.substr(place_colon + 1)), parts.database.value_or(rest.substr(0, question)),
        question == std::string::npos ? std::string() : rest.substr(question));
}

struct PostgresDatabase::Connection {
    Handle handle;
};

PostgresDatabase::PostgresDatabase() : name_(unique_name()) {
    const std::string server = postgres_url();
    PostgresUrlParts parts;
    parts.database = name_;
    url_ = with_parts(server, parts);
    run(connect(server).get(), "CREATE DATABASE " + name_ + " TEMPLATE template0");
}

PostgresDatabase::~PostgresDatabase() {
    connection_.reset();
    try {
        run(connect(postgres_url()).get(), "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cannot drop the test database %s: %s\n", name_.c_str(), error.what());
    }
}

std::vector<PostgresDatabase::Row> PostgresDatabase::rows(const std::string& sql) {
    if (!connection_) {
        connection_ = std::make_unique<Connection>(Connection{connect(url_)});
    }
    const Result result = run(connection_->handle.get(), sql);
    std::vector<Row> rows;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
        Row row;
        for (int j = 0; j < PQnfields(result.get()); ++j) {
            if (PQgetisnull(result.get(), i, j) != 0) {
                row.emplace_back(std::nullopt);
            } else {
                row.emplace_back(std::string(PQgetvalue(result.get(), i, j),
                                             static_cast<std::size_t>(PQgetlength(result.get(), i, j))));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void PostgresDatabase::execute(const std::string& sql) { static_cast<void>(rows(sql)); }

std::string PostgresDatabase::scalar(const std::string& sql) {
    const auto found = rows(sql);
    if (found.size() != 1 || found[0].size() != 1 || !found[0][0]) {
        throw std::runtime_error(fmt::format("not exactly one value, not NULL: {}", sql));
    }
    return *found[0][0];
}

int libpq_version() { return PQlibVersion(); }

}  // namespace athanor::testing
