#include "cli/context.hpp"

#include <filesystem>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>

#include <budget/database.hpp>
#include <budget/errors.hpp>
#include <budget/validation.hpp>

namespace budget::cli {

namespace {

std::string database_url(const GlobalOptions& options) {
    if (options.db) {
        return *options.db;
    }
    athanor::load_dotenv();
    const std::string configured = athanor::env("DATABASE_URL", "");
    return configured.empty() ? "sqlite:///budget.db" : configured;
}

/// The file of an SQLite URL; nothing for a database in memory and for what SQLite itself takes apart.
std::string sqlite_file(const athanor::URL& url) {
    const bool file =
        url.dialect() == "sqlite" && !url.database.empty() && url.database != ":memory:" && !url.query_value("uri");
    return file ? url.database : std::string();
}

}  // namespace

athanor::Engine open_database(const GlobalOptions& options, bool may_create) {
    const auto url = athanor::URL::parse(database_url(options));
    auto engine = open(url, {.echo = options.echo});
    const std::string file = sqlite_file(url);
    std::error_code ignored;
    if (!may_create && !file.empty() && !std::filesystem::exists(file, ignored)) {
        throw Error(fmt::format("there is no database {}", in_quotes(file)), "create it with: budget init");
    }
    return engine;
}

}  // namespace budget::cli
