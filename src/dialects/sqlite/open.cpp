#include <filesystem>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

#include "dialects/sqlite/connection.hpp"
#include "dialects/sqlite/driver.hpp"
#include "dialects/sqlite/errors.hpp"
#include "dialects/sqlite/functions.hpp"

namespace athanor::sqlite {

namespace {

namespace fs = std::filesystem;

struct Target {
    std::string name;  ///< as sqlite3_open_v2 takes it
    std::string path;  ///< for messages
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    bool memory = false;
};

int access_flags(const URL& url) {
    const auto mode = url.query_value("mode").value_or("rwc");
    if (mode == "rwc" || mode == "memory") {
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    if (mode == "rw") {
        return SQLITE_OPEN_READWRITE;
    }
    if (mode == "ro") {
        return SQLITE_OPEN_READONLY;
    }
    throw ArgumentError(fmt::format("mode={} is not a way to open a SQLite database", mode),
                        "use ro, rw, rwc or memory");
}

bool is_uri(const URL& url) {
    const auto value = url.query_value("uri").value_or("false");
    if (value != "true" && value != "false") {
        throw ArgumentError(fmt::format("uri={} in the SQLite URL is neither true nor false", value),
                            "write uri=true if the path is a file: URI of SQLite, otherwise leave it out");
    }
    return value == "true";
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (std::string_view("%?#&=+ ").find(letter) != std::string_view::npos) {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        } else {
            out += letter;
        }
    }
    return out;
}

URL with_arguments(URL url, const EngineOptions& options) {
    for (const auto& [key, value] : options.connect_args) {
        std::erase_if(url.query, [&](const auto& pair) { return pair.first == key; });
        url.query.emplace_back(key, value);
    }
    return url;
}

Target target_of(const URL& url) {
    Target target;
    target.memory = is_memory(url);
    target.path = target.memory ? ":memory:" : url.database;
    target.name = target.path;
    target.flags |= access_flags(url);
    const bool uri = is_uri(url);
    if (!uri) {
        for (const auto& [key, value] : url.query) {
            if (key != "mode" && key != "uri") {
                const auto meant = nearest(key, {"mode", "uri"});
                throw ArgumentError(fmt::format("the SQLite URL has an unknown query key \"{}\"", key),
                                    meant ? fmt::format("did you mean \"{}\"?", *meant)
                                          : "known are mode and uri; with uri=true every key is handed to SQLite");
            }
        }
        return target;
    }
    target.flags |= SQLITE_OPEN_URI;
    target.name = url.database.starts_with("file:") ? url.database : "file:" + url.database;
    char separator = '?';
    for (const auto& [key, value] : url.query) {
        if (key != "uri") {
            target.name += separator + escaped(key) + "=" + escaped(value);
            separator = '&';
        }
    }
    return target;
}

[[noreturn]] void throw_cannot_open(const Target& target, ErrorDetails details) {
    std::error_code ignored;
    const auto path = fs::path(target.path.starts_with("file:") ? target.path.substr(5) : target.path);
    const auto folder = fs::absolute(path, ignored).parent_path();
    if (!fs::exists(folder, ignored)) {
        details.message =
            fmt::format("cannot open the database \"{}\": the folder {} does not exist", target.path, folder.string());
        details.hint = "create the folder, or correct the path in the URL";
    } else if (fs::is_directory(path, ignored)) {
        details.message = fmt::format("cannot open the database \"{}\": it is a folder", target.path);
        details.hint = "name a file in the URL";
    } else if (!fs::exists(path, ignored)) {
        details.message =
            fmt::format("cannot open the database \"{}\": there is no such file and none can be made", target.path);
        details.hint = "correct the path, allow writing in its folder, or leave mode=ro and mode=rw out of the URL";
    } else {
        details.message = fmt::format("cannot open the database \"{}\": {}", target.path, details.message);
        details.hint = "check that the program may read and write the file and its folder";
    }
    throw OperationalError(std::move(details));
}

[[noreturn]] void throw_open_error(const Target& target, sqlite3* database, int code) {
    auto details = describe_error(database, code, "");
    if ((code & 0xff) == SQLITE_CANTOPEN) {
        throw_cannot_open(target, std::move(details));
    }
    if ((code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_CORRUPT) {
        details.message = fmt::format("\"{}\" is not a SQLite database, or it is damaged", target.path);
    } else {
        details.message = fmt::format("cannot open the database \"{}\": {}", target.path, details.message);
    }
    throw_error(std::move(details));
}

void configure(sqlite3* database, const Target& target, const EngineOptions& options) {
    const auto check = [&](int code) {
        if (code != SQLITE_OK) {
            throw_open_error(target, database, code);
        }
    };
    const auto run = [&](const char* sql) { check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr)); };
    check(sqlite3_busy_timeout(database, options.busy_timeout));
    check(register_functions(database));
    run("PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA synchronous = NORMAL");
    // The first look at the file: this is where one that is no database is noticed.
    run("PRAGMA schema_version");
    if (!target.memory && sqlite3_db_readonly(database, "main") == 0) {
        run("PRAGMA journal_mode = WAL");
    }
}

}  // namespace

bool is_memory(const URL& url) {
    if (url.database.empty() || url.database == ":memory:" || url.query_value("mode") == "memory") {
        return true;
    }
    return is_uri(url) && url.database.starts_with("file::memory:");
}

void check_url(const URL& url, const EngineOptions& options) { (void)target_of(with_arguments(url, options)); }

std::unique_ptr<DriverConnection> connect(const URL& url, const EngineOptions& options) {
    const auto target = target_of(with_arguments(url, options));
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(target.name.c_str(), &raw, target.flags, nullptr);
    DatabaseHandle database(raw);
    if (code != SQLITE_OK) {
        throw_open_error(target, raw, code);
    }
    configure(raw, target, options);
    return std::make_unique<SqliteConnection>(std::move(database), options);
}

}  // namespace athanor::sqlite
