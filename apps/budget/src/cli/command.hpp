#pragma once

#include <optional>
#include <string>
#include <variant>

// What the command line asks for, as text: the services and check_… decide what a value means.
namespace budget::cli {

struct InitCommand {};
struct SampleCommand {};
struct PingCommand {};
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
struct AddCommand {
    std::string amount;
    std::string category;
    std::string description;
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
};
struct SummaryCommand {
    std::string month;
};
struct TopCommand {
    std::string count = "10";
};
struct CategoriesCommand {
    std::optional<std::string> from;
    std::optional<std::string> to;
};
struct ImportCommand {
    std::string file;
    std::optional<std::string> profile;
    bool dry_run = false;
};
struct ExportCommand {
    std::optional<std::string> file;
};

using Command = std::variant<InitCommand, SampleCommand, PingCommand, UserAddCommand, UserListCommand,
                             CategoryAddCommand, CategoryListCommand, AddCommand, RemoveCommand, ListCommand,
                             SummaryCommand, TopCommand, CategoriesCommand, ImportCommand, ExportCommand>;

/// Options that stand before or after the command.
struct GlobalOptions {
    std::optional<std::string> db;
    std::optional<std::string> user;
    bool json = false;
    bool echo = false;
};

}  // namespace budget::cli
