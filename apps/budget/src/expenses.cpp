#include <charconv>
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

/// A text in a pattern of LIKE, no character of it a wildcard.
std::string literally(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern;
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

/// A query with what the filter asks for, but for its place and limit.
template <class Select>
Select filtered(athanor::ReadSession& session, Select query, const athanor::Ref<User>& user,
                const ExpenseFilter& filter) {
    if (filter.from && filter.to && *filter.to < *filter.from) {
        throw ValidationError(fmt::format("the range ends on {}, before it begins on {}", *filter.to, *filter.from),
                              "give the earlier day first");
    }
    auto& e = Expense::columns();
    query = query.where(e.user_id == user->id);
    if (filter.category) {
        query = query.where(e.category_id == find_category(session, *filter.category)->id);
    }
    if (filter.month) {
        query = query.where(e.date.between(filter.month->first_day(), filter.month->last_day()));
    }
    if (filter.from) {
        query = query.where(e.date >= *filter.from);
    }
    if (filter.to) {
        query = query.where(e.date <= *filter.to);
    }
    if (filter.text) {
        check_text("text to search for", *filter.text, max_description);
        query = query.where(e.description.ilike("%" + literally(*filter.text) + "%"));
    }
    return query;
}

template <class Select>
Select behind(Select query, const ExpensePosition& place) {
    auto& e = Expense::columns();
    // The first condition says nothing new, but lets the index on user and day find the place.
    return query.where(e.date <= place.date, e.date < place.date || e.id < place.id);
}

}  // namespace

std::string to_string(const ExpensePosition& position) { return fmt::format("{}.{}", position.date, position.id); }

ExpensePosition parse_position(std::string_view text) {
    const auto point = text.find('.');
    const auto day = athanor::Date::try_parse(text.substr(0, point));
    int id = 0;
    const auto number = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), id);
    if (!day || number.empty() || error != std::errc() || end != number.data() + number.size() || id < 0) {
        throw ValidationError(fmt::format("{} is no place in a list of expenses", in_quotes(text)),
                              "take it as the page before gave it, or leave it out for the first page");
    }
    return {*day, id};
}

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
                       const NewExpense& expense,
                       const std::function<void(athanor::Session&, const athanor::Ref<Expense>&)>& also) {
    ExpenseRow row;
    bool unknown = false;
    const auto add = [&](athanor::Session& session) {
        const auto owner = user(session);
        auto& e = Expense::columns();
        const auto found = unknown ? session.query<Expense>().filter(e.key == expense.key).first() : nullptr;
        if (found) {
            row = describe(*found);
            return;
        }
        const auto added = create_expense(session, owner, expense);
        row = describe(*added);
        if (also) {
            also(session, added);
        }
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
    auto query = filtered(session, select_rows(), user, filter).order_by(e.date.desc(), e.id.desc());
    if (filter.after) {
        query = behind(std::move(query), *filter.after);
    }
    if (filter.limit) {
        query = query.limit(*filter.limit);
    }
    return rows_of(session, query);
}

ExpensePage page_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user, const ExpenseFilter& filter,
                          std::int64_t size) {
    ExpenseFilter one_more = filter;
    one_more.limit = size + 1;
    ExpensePage page;
    page.rows = list_expenses(session, user, one_more);
    if (std::cmp_greater(page.rows.size(), size)) {
        page.rows.pop_back();
        page.next = ExpensePosition{page.rows.back().date, page.rows.back().id};
    }
    auto& e = Expense::columns();
    const auto sums = filtered(session, select(athanor::func::count(e.id), athanor::func::sum(e.amount)), user, filter);
    const auto [count, total] = session.execute(sums).one();
    page.count = count;
    page.total = total.value_or(athanor::Decimal()).rescaled(money_scale);
    return page;
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
