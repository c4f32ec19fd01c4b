#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include <budget/database.hpp>
#include <budget/expenses.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/format.hpp"
#include "cli/terminal.hpp"

namespace budget::cli {

namespace {

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::int64_t parse_count(std::string_view what, std::string_view text) {
    const auto count = parse_number<std::int64_t>(text);
    if (!count || *count < 0) {
        throw UsageError(fmt::format("{} takes a number from 0 up, not {}", what, in_quotes(text)));
    }
    return *count;
}

int parse_id(std::string_view text) {
    const auto id = parse_number<int>(text);
    if (!id) {
        throw ValidationError(fmt::format("{} is not the number of an expense", in_quotes(text)),
                              "see the numbers with: budget list");
    }
    return *id;
}

std::string sentence(std::string_view verb, const ExpenseRow& row) {
    return fmt::format("{} expense {}: {}, {}, {}, {}", verb, row.id, row.date, row.amount, shown(row.category),
                       shown(row.description));
}

std::string render(const Context& context, const std::vector<ExpenseRow>& rows) {
    return context.options.json ? to_line(to_json(rows)) : to_table(rows);
}

}  // namespace

std::string answer(const Context& context, const AddCommand& command) {
    NewExpense expense;
    expense.amount = parse_amount(command.amount);
    expense.category = command.category;
    expense.description = command.description;
    expense.date = command.date ? parse_date(*command.date) : local_today();
    ExpenseRow row;
    transact(context.engine, [&](athanor::Session& session) {
        row = describe(*create_expense(session, choose_user(session, context.options.user), expense));
    });
    return context.options.json ? to_line(to_json(row)) : sentence("Added", row) + "\n";
}

std::string answer(const Context& context, const RemoveCommand& command) {
    const int id = parse_id(command.id);
    ExpenseRow row;
    transact(context.engine, [&](athanor::Session& session) {
        row = describe(*find_expense(session, choose_user(session, context.options.user), id));
    });
    if (!command.yes) {
        if (!can_ask()) {
            throw UsageError("nobody can be asked whether to remove it", "give --yes to remove it without being asked");
        }
        // No transaction is open while somebody thinks.
        if (!confirm(sentence("Remove", row) + "?")) {
            throw Error("nothing was removed");
        }
    }
    transact(context.engine, [&](athanor::Session& session) {
        remove_expense(session, choose_user(session, context.options.user), id);
    });
    return context.options.json ? to_line(to_json(row)) : sentence("Removed", row) + "\n";
}

std::string answer(const Context& context, const ListCommand& command) {
    ExpenseFilter filter;
    filter.category = command.category;
    if (command.month) {
        filter.month = parse_month(*command.month);
    }
    if (command.limit) {
        filter.limit = parse_count("--limit", *command.limit);
    }
    std::vector<ExpenseRow> rows;
    transact(context.engine, [&](athanor::Session& session) {
        rows = list_expenses(session, choose_user(session, context.options.user), filter);
    });
    return render(context, rows);
}

std::string answer(const Context& context, const TopCommand& command) {
    const auto count = parse_count("top", command.count);
    std::vector<ExpenseRow> rows;
    transact(context.engine, [&](athanor::Session& session) {
        rows = top_expenses(session, choose_user(session, context.options.user), count);
    });
    return render(context, rows);
}

}  // namespace budget::cli
