#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include <budget/database.hpp>
#include <budget/expenses.hpp>
#include <budget/transfers.hpp>
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

std::string render(const Context& context, const std::vector<ExpenseRow>& rows, bool csv) {
    if (csv) {
        return to_csv(rows);
    }
    return context.options.json ? to_line(to_json(rows)) : to_table(rows, context.look);
}

std::string report(const Context& context, std::string_view verb, const ExpenseRow& row) {
    return context.options.json ? to_line(to_json(row)) : sentence(verb, row) + "\n";
}

/// Of a transfer both halves, the first one being the one that was asked for.
std::string removal(std::string_view verb, const std::vector<ExpenseRow>& rows) {
    std::string text = sentence(verb, rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) {
        text += "\n" + sentence("and the other half of the transfer,", rows[i]);
    }
    return text;
}

}  // namespace

std::string answer(const Context& context, const AddCommand& command) {
    NewExpense expense;
    expense.amount = parse_amount(command.amount);
    expense.category = command.category;
    expense.description = command.description;
    expense.date = command.date ? parse_date(*command.date) : local_today();
    const auto user = [&](athanor::Session& session) { return choose_user(session, context.options.user); };
    return report(context, "Added", add_expense(context.engine, user, expense));
}

std::string answer(const Context& context, const EditCommand& command) {
    const int id = parse_id(command.id);
    ExpenseChanges changes;
    if (command.amount) {
        changes.amount = parse_amount(*command.amount);
    }
    changes.category = command.category;
    changes.description = command.description;
    if (command.date) {
        changes.date = parse_date(*command.date);
    }
    if (!changes.amount && !changes.category && !changes.description && !changes.date) {
        throw UsageError("nothing to change was given",
                         "give one or more of --amount, --category, --description and --date");
    }
    ExpenseRow row;
    transact(context.engine, [&](athanor::Session& session) {
        row = describe(*update_expense(session, choose_user(session, context.options.user), id, changes));
    });
    return report(context, "Changed", row);
}

std::string answer(const Context& context, const MoveCommand& command) {
    const int id = parse_id(command.id);
    ExpenseChanges changes;
    changes.category = command.category;
    ExpenseRow row;
    transact(context.engine, [&](athanor::Session& session) {
        row = describe(*update_expense(session, choose_user(session, context.options.user), id, changes));
    });
    return report(context, "Moved", row);
}

std::string answer(const Context& context, const TransferCommand& command) {
    const NewTransfer transfer{parse_amount(command.amount), command.from, command.to,
                               command.date ? parse_date(*command.date) : local_today(), command.description};
    ExpenseRow out;
    ExpenseRow in;
    transact(context.engine, [&](athanor::Session& session) {
        const auto added = create_transfer(session, choose_user(session, context.options.user), transfer);
        out = describe(*added.out);
        in = describe(*added.in);
    });
    if (context.options.json) {
        return to_line({{"transfer_id", out.transfer_id->to_string()}, {"from", to_json(out)}, {"to", to_json(in)}});
    }
    return fmt::format("Transferred {} from {} to {} on {}: expenses {} and {}.\n", in.amount, shown(out.category),
                       shown(in.category), in.date, out.id, in.id);
}

std::string answer(const Context& context, const RemoveCommand& command) {
    const int id = parse_id(command.id);
    std::vector<ExpenseRow> rows;
    transact(context.engine, [&](athanor::Session& session) {
        rows.clear();
        for (const auto& expense : find_with_other_half(session, choose_user(session, context.options.user), id)) {
            rows.push_back(describe(*expense));
        }
    });
    if (!command.yes) {
        // No transaction is open while somebody thinks.
        confirm_removal(removal("Remove", rows));
    }
    transact(context.engine, [&](athanor::Session& session) {
        remove_expense(session, choose_user(session, context.options.user), id);
    });
    if (!context.options.json) {
        return removal("Removed", rows) + "\n";
    }
    Json json = to_json(rows.front());
    if (rows.size() > 1) {
        json["other_half"] = to_json(rows[1]);
    }
    return to_line(json);
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
    transact(context.reports, [&](athanor::Session& session) {
        rows = list_expenses(session, choose_user(session, context.options.user), filter);
    });
    return render(context, rows, command.csv);
}

std::string answer(const Context& context, const TopCommand& command) {
    const auto count = parse_count("top", command.count);
    std::vector<ExpenseRow> rows;
    transact(context.reports, [&](athanor::Session& session) {
        rows = top_expenses(session, choose_user(session, context.options.user), count);
    });
    return render(context, rows, command.csv);
}

}  // namespace budget::cli
