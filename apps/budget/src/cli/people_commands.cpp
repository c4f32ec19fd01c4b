#include <fmt/format.h>

#include <budget/database.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "cli/context.hpp"
#include "cli/format.hpp"
#include "cli/table.hpp"

namespace budget::cli {

namespace {

Json to_json(const User& user) {
    return {{"id", user.id.get()},
            {"email", user.email.get()},
            {"name", user.name.get()},
            {"created_at", user.created_at->to_string()}};
}

}  // namespace

std::string answer(const Context& context, const UserAddCommand& command) {
    Json json;
    transact(context.engine,
             [&](athanor::Session& session) { json = to_json(*create_user(session, command.email, command.name)); });
    return context.options.json ? to_line(json) : fmt::format("Added the user {}.\n", shown(command.email));
}

std::string answer(const Context& context, const UserListCommand&) {
    std::vector<athanor::Ref<User>> users;
    transact(context.engine, [&](athanor::Session& session) { users = list_users(session); });
    Json rows = Json::array();
    Table table({{"ID", Table::Align::right},
                 {"E-mail", Table::Align::left, true},
                 {"Name", Table::Align::left, true},
                 {"Since"}});
    for (const auto& user : users) {
        rows.push_back(to_json(*user));
        table.add({std::to_string(user->id), user->email, user->name, user->created_at->date().to_string()});
    }
    if (context.options.json) {
        return to_line({{"rows", rows}});
    }
    return rows.empty() ? "No users. Add one with: budget user add EMAIL NAME\n" : table.to_string(context.look);
}

}  // namespace budget::cli
