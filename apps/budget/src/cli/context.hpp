#pragma once

#include <string>

#include <athanor/engine/engine.hpp>

#include "cli/command.hpp"
#include "cli/look.hpp"

namespace budget::cli {

/// What a command works with.
struct Context {
    athanor::Engine engine;
    GlobalOptions options;
    Look look;  ///< of tables on stdout
};

/// The engine for --db, DATABASE_URL (from the environment or .env) or ./budget.db; not connected yet.
/// @throws athanor::ArgumentError, athanor::NoSuchModuleError for the URL; Error, unless `may_create`, if it names an
/// SQLite file that is not there: connecting would create an empty one.
athanor::Engine open_database(const GlobalOptions& options, bool may_create);

// Each does what its command asks for and returns what belongs on stdout.
std::string answer(const Context& context, const InitCommand& command);
std::string answer(const Context& context, const SampleCommand& command);
std::string answer(const Context& context, const PingCommand& command);
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

}  // namespace budget::cli
