#include <utility>

#include <fmt/format.h>

#include <budget/categories.hpp>
#include <budget/database.hpp>
#include <budget/errors.hpp>
#include <budget/expenses.hpp>
#include <budget/validation.hpp>

namespace budget {

namespace {

constexpr int money_scale = 2;
constexpr int max_attempts = 3;

/// The columns of an ExpenseRow, in its order.
auto select_rows() {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    return select(e.id, e.date, e.amount, c.name, e.description, e.key, e.transfer_id).join(e.category);
}

template <class Select>
std::vector<ExpenseRow> rows_of(athanor::ReadSession& session, const Select& query) {
    std::vector<ExpenseRow> rows;
    for (auto& [id, date, amount, category, description, key, transfer_id] : session.execute(query)) {
        rows.push_back(
            {id, date, amount.rescaled(money_scale), std::move(category), std::move(description), key, transfer_id});
    }
    return rows;
}

}  // namespace

ExpenseRow describe(const Expense& expense) {
    return {expense.id,
            expense.date,
            expense.amount->rescaled(money_scale),
            expense.category->name,
            expense.description,
            expense.key,
            expense.transfer_id};
}

athanor::Ref<Expense> create_expense(athanor::Session& session, const athanor::Ref<User>& user,
                                     const NewExpense& expense) {
    check_amount(expense.amount);
    check_text("description", expense.description, max_description);
    const auto category = find_category(session, expense.category);
    auto added = session.add(Expense{.user = user,
                                     .category = category,
                                     .description = expense.description,
                                     .amount = expense.amount.rescaled(money_scale),
                                     .date = expense.date,
                                     .key = expense.key});
    try {
        session.flush();
    } catch (const athanor::IntegrityError& error) {
        if (error.kind() == athanor::IntegrityKind::unique) {
            throw DuplicateError(fmt::format("there is an expense with the key {} already", expense.key),
                                 "it was added before; a new expense needs a new key");
        }
        throw;
    }
    return added;
}

ExpenseRow add_expense(const athanor::Engine& engine, const std::function<athanor::Ref<User>(athanor::Session&)>& user,
                       const NewExpense& expense) {
    ExpenseRow row;
    bool unknown = false;
    const auto add = [&](athanor::Session& session) {
        const auto owner = user(session);
        auto& e = Expense::columns();
        const auto found = unknown ? session.query<Expense>().filter(e.key == expense.key).first() : nullptr;
        row = describe(found ? *found : *create_expense(session, owner, expense));
    };
    for (int attempt = 1;; ++attempt) {
        try {
            transact(engine, add);
            return row;
        } catch (const athanor::CommitUnknownError&) {
            unknown = true;
            if (attempt == max_attempts) {
                throw;
            }
        } catch (const DuplicateError&) {
            // What was on its way when it was looked up has arrived meanwhile.
            if (!unknown || attempt == max_attempts) {
                throw;
            }
        }
    }
}

athanor::Ref<Expense> find_expense(athanor::ReadSession& session, const athanor::Ref<User>& user, int id) {
    auto expense = session.get<Expense>(id);
    if (!expense || expense->user_id != user->id) {
        throw NotFoundError(fmt::format("{} has no expense {}", shown(user->email.get()), id),
                            "see the numbers with: budget list");
    }
    return expense;
}

athanor::Ref<Expense> update_expense(athanor::Session& session, const athanor::Ref<User>& user, int id,
                                     const ExpenseChanges& changes) {
    if (changes.amount) {
        check_amount(*changes.amount);
    }
    if (changes.description) {
        check_text("description", *changes.description, max_description);
    }
    auto expense = find_expense(session, user, id);
    if (expense->transfer_id.get()) {
        throw InUseError(fmt::format("expense {} is half of a transfer and cannot be changed by itself", id),
                         fmt::format("remove both halves with: budget rm {}, then book the transfer anew", id));
    }
    if (changes.category) {
        expense->category = find_category(session, *changes.category);
    }
    if (changes.amount) {
        expense->amount = changes.amount->rescaled(money_scale);
    }
    if (changes.description) {
        expense->description = *changes.description;
    }
    if (changes.date) {
        expense->date = *changes.date;
    }
    session.flush();
    return expense;
}

std::vector<athanor::Ref<Expense>> find_with_other_half(athanor::ReadSession& session, const athanor::Ref<User>& user,
                                                        int id) {
    std::vector<athanor::Ref<Expense>> found{find_expense(session, user, id)};
    if (const auto transfer = found.front()->transfer_id.get()) {
        auto& e = Expense::columns();
        const auto others = athanor::select<Expense>().where(e.transfer_id == *transfer, e.id != id).order_by(e.id);
        for (auto& other : session.scalars(others)) {
            found.push_back(other);
        }
    }
    return found;
}

void remove_expense(athanor::Session& session, const athanor::Ref<User>& user, int id) {
    for (const auto& expense : find_with_other_half(session, user, id)) {
        session.delete_(expense);
    }
    session.flush();
}

std::vector<ExpenseRow> list_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user,
                                      const ExpenseFilter& filter) {
    auto& e = Expense::columns();
    auto query = select_rows().where(e.user_id == user->id).order_by(e.date.desc(), e.id.desc());
    if (filter.category) {
        query = query.where(e.category_id == find_category(session, *filter.category)->id);
    }
    if (filter.month) {
        query = query.where(e.date.between(filter.month->first_day(), filter.month->last_day()));
    }
    if (filter.limit) {
        query = query.limit(*filter.limit);
    }
    return rows_of(session, query);
}

std::vector<ExpenseRow> top_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user,
                                     std::int64_t count) {
    auto& e = Expense::columns();
    return rows_of(session, select_rows()
                                .where(e.user_id == user->id, e.transfer_id == std::nullopt)
                                .order_by(e.amount.desc(), e.date, e.id)
                                .limit(count));
}

}  // namespace budget
