#pragma once

#include <string>

#include <athanor/engine/engine.hpp>

#include "cli/command.hpp"
#include "cli/look.hpp"

namespace budget::cli {

/// Where the database is, and how to use it.
struct Settings {
    std::string url;
    athanor::EngineOptions options;
};

/// From --db, or else DATABASE_URL, DATABASE_DIRECT_URL and DATABASE_READER_URL (from the environment or .env), or else
/// ./budget.db.
Settings read_settings(const GlobalOptions& options);

/// What a command works with.
struct Context {
    athanor::Engine engine;
    athanor::Engine reports;  ///< for what only reads, and may be a moment behind
    GlobalOptions options;
    Look look;  ///< of tables on stdout
};

/// The engine for the settings; not connected yet.
/// @throws athanor::ArgumentError, athanor::NoSuchModuleError for the URL; Error, unless `may_create`, if it names an
/// SQLite file that is not there: connecting would create an empty one.
athanor::Engine open_database(const GlobalOptions& options, bool may_create);

/// What the doctor found, and the exit code that says whether something failed.
struct Examined {
    std::string text;
    int code = 0;
};
Examined examine(const GlobalOptions& options);

// Each does what its command asks for and returns what belongs on stdout.
std::string answer(const Context& context, const InitCommand& command);
std::string answer(const Context& context, const SampleCommand& command);
std::string answer(const Context& context, const PingCommand& command);
std::string answer(const Context& context, const DoctorCommand& command);
std::string answer(const Context& context, const UserAddCommand& command);
std::string answer(const Context& context, const UserListCommand& command);
std::string answer(const Context& context, const CategoryAddCommand& command);
std::string answer(const Context& context, const CategoryListCommand& command);
std::string answer(const Context& context, const CategoryRenameCommand& command);
std::string answer(const Context& context, const CategoryRemoveCommand& command);
std::string answer(const Context& context, const AddCommand& command);
std::string answer(const Context& context, const EditCommand& command);
std::string answer(const Context& context, const MoveCommand& command);
std::string answer(const Context& context, const TransferCommand& command);
std::string answer(const Context& context, const RemoveCommand& command);
std::string answer(const Context& context, const ListCommand& command);
std::string answer(const Context& context, const TopCommand& command);
std::string answer(const Context& context, const SummaryCommand& command);
std::string answer(const Context& context, const CategoriesCommand& command);
std::string answer(const Context& context, const ImportCommand& command);
std::string answer(const Context& context, const ExportCommand& command);

// These serve until their client or a signal ends them, and return the exit code.
int serve(const Context& context, const McpCommand& command);
int serve(const Context& context, const ServeCommand& command);

}  // namespace budget::cli
