#include "cli/context.hpp"

#include <filesystem>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>

#include <budget/database.hpp>
#include <budget/errors.hpp>
#include <budget/validation.hpp>

namespace budget::cli {

namespace {

/// The file of an SQLite URL; nothing for a database in memory and for what SQLite itself takes apart.
std::string sqlite_file(const athanor::URL& url) {
    const bool file =
        url.dialect() == "sqlite" && !url.database.empty() && url.database != ":memory:" && !url.query_value("uri");
    return file ? url.database : std::string();
}

}  // namespace

Settings read_settings(const GlobalOptions& options) {
    Settings settings;
    settings.options.echo = options.echo;
    settings.options.pool_pre_ping = true;
    settings.options.application_name = "budget";
    if (options.db) {
        settings.url = *options.db;
        return settings;
    }
    athanor::load_dotenv();
    settings.url = athanor::env("DATABASE_URL", "");
    if (settings.url.empty()) {
        settings.url = "sqlite:///budget.db";
        return settings;
    }
    settings.options.direct_url = athanor::env("DATABASE_DIRECT_URL", "");
    settings.options.reader_url = athanor::env("DATABASE_READER_URL", "");
    return settings;
}

athanor::Engine open_database(const GlobalOptions& options, bool may_create) {
    const auto settings = read_settings(options);
    const auto url = athanor::URL::parse(settings.url);
    auto engine = open(url, settings.options);
    const std::string file = sqlite_file(url);
    std::error_code ignored;
    if (!may_create && !file.empty() && !std::filesystem::exists(file, ignored)) {
        throw Error(fmt::format("there is no database {}", in_quotes(file)), "create it with: budget init");
    }
    return engine;
}

}  // namespace budget::cli
