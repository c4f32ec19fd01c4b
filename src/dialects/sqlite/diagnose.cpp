#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "dialects/sqlite/connection.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/driver.hpp"
#include "engine/finding_list.hpp"

namespace athanor::sqlite {

std::vector<std::pair<std::string, std::string>> SqliteConnection::facts() const {
    const char* const file = sqlite3_db_filename(database_.get(), "main");
    return {{"file", file != nullptr ? file : ""},
            {"access", sqlite3_db_readonly(database_.get(), "main") != 0 ? "read only" : "read and write"}};
}

namespace {

namespace fs = std::filesystem;

/// Connecting would make a file that is not there.
Finding look_at_file(const URL& url) {
    if (is_memory(url)) {
        return {"file", FindingState::ok, "none, the database lives in memory", ""};
    }
    if (url.query_value("uri")) {
        return {"file", FindingState::ok, "SQLite takes the URL apart itself", ""};
    }
    std::error_code ignored;
    const auto path = fs::absolute(url.database, ignored);
    if (fs::is_regular_file(path, ignored)) {
        return {"file", FindingState::ok, fmt::format("{}, {} bytes", path.string(), fs::file_size(path, ignored)), ""};
    }
    if (fs::exists(path, ignored)) {
        return {"file", FindingState::failed, path.string() + " is not a file", "name a file in the URL"};
    }
    if (!fs::is_directory(path.parent_path(), ignored)) {
        return {"file", FindingState::failed, fmt::format("the folder {} does not exist", path.parent_path().string()),
                "create the folder, or correct the path in the URL"};
    }
    return {"file", FindingState::failed, fmt::format("there is no file {}", path.string()),
            "connecting makes it, unless mode=rw or mode=ro is in the URL: create_all then fills it"};
}

Finding look_at_journal(DriverConnection& connection) {
    const auto mode = detail::answer(connection, "PRAGMA journal_mode");
    if (mode == "wal" || mode == "memory") {
        return {"journal", FindingState::ok, mode, ""};
    }
    return {"journal", FindingState::warning, mode + ": who writes and who reads wait for each other",
            "let the program write the file and its folder once, so that it can switch to the write-ahead log; that "
            "needs a local disk"};
}

Finding look_at_foreign_keys(DriverConnection& connection) {
    if (detail::answer(connection, "PRAGMA foreign_keys") == "1") {
        return {"foreign keys", FindingState::ok, "checked", ""};
    }
    return {"foreign keys", FindingState::failed, "not checked", "use a SQLite library built with foreign keys"};
}

/// Takes the lock for writing and gives it back: nothing else tells whether file, folder and disk allow it. SQLite does
/// not refuse the lock for a file that was opened for reading only.
Finding look_at_access(const Dialect& dialect, DriverConnection& connection) {
    for (const auto& [name, value] : connection.facts()) {
        if (name == "access" && value == "read only") {
            return {"access", FindingState::warning, "the file is opened for reading only",
                    "to write, leave mode=ro out of the URL, and let the program write the file and its folder"};
        }
    }
    Execution begin;
    begin.statement = &dialect.begin(false);
    Execution rollback;
    rollback.statement = &dialect.rollback();
    try {
        connection.execute({&begin, 1});
        connection.execute({&rollback, 1});
        return {"access", FindingState::ok, "reads and writes", ""};
    } catch (const Error& error) {
        auto finding = detail::failure("access", error);
        finding.state = FindingState::warning;
        return finding;
    }
}

}  // namespace

std::unique_ptr<DriverConnection> SqliteDialect::diagnose(const URL& url, const EngineOptions& options,
                                                          std::vector<Finding>& findings) const {
    findings.push_back(look_at_file(url));
    if (findings.back().state == FindingState::failed) {
        return nullptr;
    }
    std::unique_ptr<DriverConnection> connection;
    try {
        connection = connect(url, options);
    } catch (const Error& error) {
        findings.push_back(detail::failure("connect", error));
        return nullptr;
    }
    findings.push_back({"connect", FindingState::ok, "the file can be opened", ""});
    findings.push_back({"server", FindingState::ok, "SQLite " + connection->server_version(), ""});
    findings.push_back(look_at_journal(*connection));
    findings.push_back(look_at_foreign_keys(*connection));
    findings.push_back(look_at_access(*this, *connection));
    return connection;
}

}  // namespace athanor::sqlite
