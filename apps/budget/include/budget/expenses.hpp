#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <budget/models.hpp>

namespace budget {

/// An expense to be written.
struct NewExpense {
    athanor::Decimal amount;
    std::string category;
    std::string description;
    athanor::Date date;
    athanor::Uuid key = athanor::Uuid::random();  ///< the same key again is a DuplicateError
};

/// What to change of an expense; what is left out stays.
struct ExpenseChanges {
    std::optional<athanor::Decimal> amount;
    std::optional<std::string> category;
    std::optional<std::string> description;
    std::optional<athanor::Date> date;
};

/// An expense as it is shown.
struct ExpenseRow {
    int id = 0;
    athanor::Date date;
    athanor::Decimal amount;
    std::string category;
    std::string description;
    athanor::Uuid key;
    std::optional<athanor::Uuid> transfer_id;  ///< of one half of a transfer
};

/// A place in a list of expenses, latest day first, and on a day the latest added first.
struct ExpensePosition {
    athanor::Date date;
    int id = 0;

    friend bool operator==(const ExpensePosition&, const ExpensePosition&) = default;
};
/// As text, for those who go on later: "2026-01-31.12".
std::string to_string(const ExpensePosition& position);
/// @throws ValidationError.
ExpensePosition parse_position(std::string_view text);

/// Which of a user's expenses to list. What is given must all hold.
struct ExpenseFilter {
    std::optional<std::string> category;  ///< NotFoundError if there is none of that name
    std::optional<athanor::YearMonth> month;
    std::optional<std::int64_t> limit;     ///< the latest ones; at least 0
    std::optional<athanor::Date> from;     ///< and that day itself
    std::optional<athanor::Date> to;       ///< and that day itself; ValidationError if it is before `from`
    std::optional<std::string> text;       ///< stands in the description, whatever the case of its letters
    std::optional<ExpensePosition> after;  ///< only what a list has behind that place
};

/// A part of a list, and how much there is in all.
struct ExpensePage {
    std::vector<ExpenseRow> rows;
    std::optional<ExpensePosition> next;  ///< ExpenseFilter::after for the page behind; nothing at the end
    std::int64_t count = 0;               ///< of all that fit the filter, on all pages
    athanor::Decimal total;               ///< of all that fit the filter; two decimals
};

/// @throws ValidationError, NotFoundError (category), DuplicateError (key).
athanor::Ref<Expense> create_expense(athanor::Session& session, const athanor::Ref<User>& user,
                                     const NewExpense& expense);

/// Adds an expense in transactions of its own, once: where a lost connection leaves it unknown whether it was saved, it
/// is looked up by its key before it is added again. `user` chooses whose it is, and `also`, if given, does something
/// more in the transaction that adds it; both may be called several times.
/// @throws as create_expense; athanor::CommitUnknownError if it stays unknown.
ExpenseRow add_expense(const athanor::Engine& engine, const std::function<athanor::Ref<User>(athanor::Session&)>& user,
                       const NewExpense& expense,
                       const std::function<void(athanor::Session&, const athanor::Ref<Expense>&)>& also = nullptr);

/// @throws NotFoundError if the user has no such expense.
athanor::Ref<Expense> find_expense(athanor::ReadSession& session, const athanor::Ref<User>& user, int id);

/// @throws ValidationError, NotFoundError; InUseError for half of a transfer: the other half would not fit any more.
athanor::Ref<Expense> update_expense(athanor::Session& session, const athanor::Ref<User>& user, int id,
                                     const ExpenseChanges& changes);

/// What goes together: the expense, and behind it the other half if it is part of a transfer.
/// @throws NotFoundError.
std::vector<athanor::Ref<Expense>> find_with_other_half(athanor::ReadSession& session, const athanor::Ref<User>& user,
                                                        int id);

/// Removes the expense; of a transfer both halves.
/// @throws NotFoundError.
void remove_expense(athanor::Session& session, const athanor::Ref<User>& user, int id);

/// Latest day first, and on a day the latest added first.
std::vector<ExpenseRow> list_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user,
                                      const ExpenseFilter& filter = {});

/// The first `size` (at least 1) of them behind filter.after; filter.limit is not looked at. It begins where the page
/// before ended whatever was added meanwhile.
/// @throws ValidationError, NotFoundError.
ExpensePage page_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user, const ExpenseFilter& filter,
                          std::int64_t size);

/// The largest amounts of money spent, so without transfers; equal ones by day.
std::vector<ExpenseRow> top_expenses(athanor::ReadSession& session, const athanor::Ref<User>& user, std::int64_t count);

/// The row of one expense.
ExpenseRow describe(const Expense& expense);

}  // namespace budget
