#pragma once

#include <optional>
#include <string>
#include <variant>

// What the command line asks for, as text: the services and check_… decide what a value means.
namespace budget::cli {

struct InitCommand {};
struct SampleCommand {};
struct PingCommand {};
struct DoctorCommand {};
struct UserAddCommand {
    std::string email;
    std::string name;
};
struct UserListCommand {};
struct CategoryAddCommand {
    std::string name;
    std::optional<std::string> color;
};
struct CategoryListCommand {};
struct CategoryRenameCommand {
    std::string name;
    std::string new_name;
};
struct CategoryRemoveCommand {
    std::string name;
    bool yes = false;
};
struct AddCommand {
    std::string amount;
    std::string category;
    std::string description;
    std::optional<std::string> date;
};
struct EditCommand {
    std::string id;
    std::optional<std::string> amount;
    std::optional<std::string> category;
    std::optional<std::string> description;
    std::optional<std::string> date;
};
struct MoveCommand {
    std::string id;
    std::string category;
};
struct TransferCommand {
    std::string amount;
    std::string from;
    std::string to;
    std::optional<std::string> description;
    std::optional<std::string> date;
};
struct RemoveCommand {
    std::string id;
    bool yes = false;
};
struct ListCommand {
    std::optional<std::string> category;
    std::optional<std::string> month;
    std::optional<std::string> limit;
    bool csv = false;
};
struct SummaryCommand {
    std::string month;
    bool csv = false;
};
struct TopCommand {
    std::string count = "10";
    bool csv = false;
};
struct CategoriesCommand {
    std::optional<std::string> from;
    std::optional<std::string> to;
    bool csv = false;
};
struct ImportCommand {
    std::string file;
    std::optional<std::string> profile;
    bool dry_run = false;
};
struct ExportCommand {
    std::optional<std::string> file;
};
/// An MCP server for the program that started this one.
struct McpCommand {
    bool allow_writes = false;
};
/// An MCP server over HTTP.
struct ServeCommand {
    bool allow_writes = false;
    std::string port = "8765";
};

using Command =
    std::variant<InitCommand, SampleCommand, PingCommand, DoctorCommand, UserAddCommand, UserListCommand,
                 CategoryAddCommand, CategoryListCommand, CategoryRenameCommand, CategoryRemoveCommand, AddCommand,
                 EditCommand, MoveCommand, TransferCommand, RemoveCommand, ListCommand, SummaryCommand, TopCommand,
                 CategoriesCommand, ImportCommand, ExportCommand, McpCommand, ServeCommand>;

/// When to use colors: on a terminal unless NO_COLOR is set, or whatever stdout is.
enum class ColorChoice { automatic, always, never };

/// Options that stand before or after the command.
struct GlobalOptions {
    std::optional<std::string> db;
    std::optional<std::string> user;
    ColorChoice color = ColorChoice::automatic;
    bool json = false;
    bool echo = false;
};

}  // namespace budget::cli
