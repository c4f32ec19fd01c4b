#include <fmt/format.h>

#include <budget/categories.hpp>
#include <budget/database.hpp>
#include <budget/validation.hpp>

#include "cli/context.hpp"
#include "cli/format.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"

namespace budget::cli {

namespace {

Json to_json(const Category& category) {
    return {{"id", category.id.get()}, {"name", category.name.get()}, {"color", category.color.get()}};
}

}  // namespace

std::string answer(const Context& context, const CategoryAddCommand& command) {
    Json json;
    transact(context.engine, [&](athanor::Session& session) {
        json = to_json(*create_category(session, command.name, command.color));
    });
    return context.options.json ? to_line(json) : fmt::format("Added the category {}.\n", shown(command.name));
}

std::string answer(const Context& context, const CategoryListCommand&) {
    std::vector<athanor::Ref<Category>> categories;
    transact(context.engine, [&](athanor::Session& session) { categories = list_categories(session); });
    Json rows = Json::array();
    Table table({{"ID", Table::Align::right}, {"Name", Table::Align::left, true}, {"Color"}});
    for (const auto& category : categories) {
        rows.push_back(to_json(*category));
        table.add({std::to_string(category->id), category->name, category->color});
    }
    if (context.options.json) {
        return to_line({{"rows", rows}});
    }
    return rows.empty() ? "No categories. Add one with: budget category add NAME\n" : table.to_string(context.look);
}

std::string answer(const Context& context, const CategoryRenameCommand& command) {
    Json json;
    transact(context.engine, [&](athanor::Session& session) {
        json = to_json(*rename_category(session, command.name, command.new_name));
    });
    return context.options.json
               ? to_line(json)
               : fmt::format("Renamed the category {} to {}.\n", shown(command.name), shown(command.new_name));
}

std::string answer(const Context& context, const CategoryRemoveCommand& command) {
    Json json;
    transact(context.engine,
             [&](athanor::Session& session) { json = to_json(*find_unused_category(session, command.name)); });
    if (!command.yes) {
        confirm_removal(fmt::format("Remove the category {}", shown(command.name)));
    }
    transact(context.engine, [&](athanor::Session& session) { remove_category(session, command.name); });
    return context.options.json ? to_line(json) : fmt::format("Removed the category {}.\n", shown(command.name));
}

}  // namespace budget::cli
