#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <athanor/mcp/sessions.hpp>
#include <athanor/orm/changes.hpp>

#include <budget/errors.hpp>
#include <budget/expenses.hpp>
#include <budget/transfers.hpp>
#include <budget/validation.hpp>

#include "cli/terminal.hpp"
#include "mcp/manager.hpp"
#include "mcp/results.hpp"

namespace budget::tools {

namespace {

using mcp::Arg;
using Amount = mcp::Numeric<12, 2>;
using CategoryName = mcp::Text<1, 50>;
using Description = mcp::Text<1, 200>;

std::string sentence(const ExpenseRow& row) {
    return fmt::format("expense {}: {}, {}, {}, {}", row.id, row.date, row.amount, in_quotes(row.category),
                       in_quotes(row.description));
}

WriteResult done(std::string message, const std::vector<ExpenseRow>& rows, std::string status = "done") {
    WriteResult result;
    result.status = std::move(status);
    result.message = std::move(message);
    result.rows = to_items(rows);
    return result;
}

/// The same key with another content is not the same expense.
void check_same(const ExpenseRow& there, const NewExpense& wanted) {
    if (there.amount != wanted.amount || there.category != wanted.category || there.description != wanted.description ||
        there.date != wanted.date) {
        throw mcp::ToolError(fmt::format(
            "idempotency_key was used before, for another {}; leave it out, or make a new one", sentence(there)));
    }
}

WriteResult add(mcp::Server& server, Manager& manager, mcp::Context& context, NewExpense expense, bool has_key) {
    const mcp::CancelStatements cancel(context);
    ExpenseRow row;
    bool there = false;
    Manager::guarded([&] {
        const auto audit = [&](athanor::Session& session, const athanor::Ref<Expense>& added) {
            Manager::audit(context, session, added->user, to_string(session.changes()));
            context.throw_if_cancelled();
        };
        const auto owner = [&](athanor::Session& session) { return manager.user(session); };
        try {
            row = add_expense(manager.engine(), owner, expense, audit);
        } catch (const DuplicateError&) {
            if (!has_key) {
                throw;
            }
            athanor::Session session(manager.engine());
            const auto user = manager.user(session);
            auto& e = Expense::columns();
            const auto found = session.query<Expense>().filter(e.key == expense.key, e.user_id == user->id).first();
            if (!found) {
                throw;
            }
            row = describe(*found);
            check_same(row, expense);
            there = true;
            session.rollback();
        }
    });
    if (there) {
        return done("It was there already: " + sentence(row), {row}, "already_there");
    }
    tell_changed(server, {row});
    return done("Added " + sentence(row), {row});
}

void add_the_adding(mcp::Server& server, Manager& manager) {
    server.tool<"add_expense">(
        "Add an expense", "Book money that was spent. With the same idempotency_key it is added once only.", mcp::adds,
        [&](mcp::Context& context, Amount amount, CategoryName category, Description description,
            std::optional<athanor::Date> date, std::optional<athanor::Uuid> key) {
            NewExpense expense{amount.value, std::move(category.value), std::move(description.value),
                               date ? *date : cli::local_today()};
            if (key) {
                expense.key = *key;
            }
            return add(server, manager, context, std::move(expense), key.has_value());
        },
        Arg{"amount", "What was spent, above zero, as a string such as \"12.50\""},
        Arg{"category_name", "Exact name of a category"}, Arg{"description", "What it was for"},
        Arg{"date", "The day, YYYY-MM-DD (today)"},
        Arg{"idempotency_key", "A UUID that you make, the same when you repeat the call"});

    server.tool<"transfer">(
        "Book a transfer", "Book an amount from one category to another, as two expenses that cancel out.", mcp::adds,
        [&](mcp::Context& context, Amount amount, CategoryName from, CategoryName to, std::optional<athanor::Date> date,
            std::optional<Description> description) {
            NewTransfer transfer{amount.value, std::move(from.value), std::move(to.value),
                                 date ? *date : cli::local_today(), std::nullopt};
            if (description) {
                transfer.description = std::move(description->value);
            }
            std::vector<ExpenseRow> rows;
            manager.write(context, [&](athanor::Session& session, const athanor::Ref<User>& user) {
                const auto added = create_transfer(session, user, transfer);
                rows = {describe(*added.out), describe(*added.in)};
                return to_string(session.changes());
            });
            tell_changed(server, rows);
            return done(fmt::format("Transferred {} from {} to {}", rows[1].amount, in_quotes(rows[0].category),
                                    in_quotes(rows[1].category)),
                        rows);
        },
        Arg{"amount", "Above zero, as a string such as \"12.50\""},
        Arg{"from_category", "The category whose total becomes smaller"},
        Arg{"to_category", "The category whose total becomes larger"}, Arg{"date", "The day, YYYY-MM-DD (today)"},
        Arg{"description", "Of both halves (names the categories)"});
}

void add_update(mcp::Server& server, Manager& manager) {
    server.tool<"update_expense">(
        "Change an expense", "Change amount, category, description or day of one expense; what is left out stays.",
        mcp::changes,
        [&](mcp::Context& context, int id, std::optional<Amount> amount, std::optional<CategoryName> category,
            std::optional<Description> description, std::optional<athanor::Date> date) {
            ExpenseChanges changes;
            if (amount) {
                changes.amount = amount->value;
            }
            if (category) {
                changes.category = std::move(category->value);
            }
            if (description) {
                changes.description = std::move(description->value);
            }
            changes.date = date;
            if (!amount && !category && !description && !date) {
                throw mcp::ToolError("nothing to change was given; give one or more of amount, category_name, "
                                     "description and date");
            }
            ExpenseRow before;
            ExpenseRow after;
            const auto change = manager.write(context, [&](athanor::Session& session, const athanor::Ref<User>& user) {
                before = describe(*find_expense(session, user, id));
                after = describe(*update_expense(session, user, id, changes));
                return to_string(session.changes());
            });
            tell_changed(server, {before, after});
            return done(change.empty() ? "It was so already: " + sentence(after) : "Changed: " + change, {after});
        },
        Arg{"id", "Number of the expense"}, Arg{"amount", "What was spent, as a string such as \"12.50\""},
        Arg{"category_name", "Exact name of another category"}, Arg{"description", "Another description"},
        Arg{"date", "Another day, YYYY-MM-DD"});
}

void add_delete(mcp::Server& server, Manager& manager) {
    server.tool<"delete_expense">(
        "Remove an expense",
        "Remove one expense; of a transfer both halves. The user is shown what goes and asked first.", mcp::destroys,
        [&](mcp::Context& context, int id, const std::optional<std::string>& code) {
            std::vector<ExpenseRow> rows;
            const auto remove = [&](athanor::Session& session, const athanor::Ref<User>& user) {
                rows.clear();
                std::string text;
                for (const auto& expense : find_with_other_half(session, user, id)) {
                    rows.push_back(describe(*expense));
                    text += sentence(rows.back()) + "\n";
                }
                remove_expense(session, user, id);
                return text + to_string(session.changes());
            };
            const auto change = manager.preview(context, remove);
            const auto answer = manager.ask(context, code, "Remove for good?\n" + change);
            if (answer.agreement == Manager::Agreement::declined) {
                return done("The user did not agree: nothing was changed.", rows, "declined");
            }
            if (answer.agreement == Manager::Agreement::needs_code) {
                auto result =
                    done("Nothing was changed yet. This would be removed:\n" + change, rows, "needs_confirmation");
                result.confirmation_code = answer.code;
                return result;
            }
            manager.write(context, remove, &change);
            tell_changed(server, rows);
            return done("Removed:\n" + change, rows);
        },
        Arg{"id", "Number of the expense"},
        Arg{"confirmation_code", "From an answer needs_confirmation to the same call, after the user agreed"});
}

}  // namespace

void add_writing_tools(mcp::Server& server, Manager& manager) {
    add_the_adding(server, manager);
    add_update(server, manager);
    add_delete(server, manager);
}

}  // namespace budget::tools
