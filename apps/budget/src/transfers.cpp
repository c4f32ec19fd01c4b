#include <fmt/format.h>

#include <budget/categories.hpp>
#include <budget/errors.hpp>
#include <budget/transfers.hpp>
#include <budget/validation.hpp>

namespace budget {

namespace {

constexpr int money_scale = 2;

}  // namespace

Transfer create_transfer(athanor::Session& session, const athanor::Ref<User>& user, const NewTransfer& transfer) {
    check_amount(transfer.amount);
    if (transfer.description) {
        check_text("description", *transfer.description, max_description);
    }
    const auto from = find_category(session, transfer.from);
    const auto to = find_category(session, transfer.to);
    if (from == to) {
        throw ValidationError(fmt::format("a transfer from {} to itself changes nothing", in_quotes(transfer.from)),
                              "name two categories");
    }
    const std::string description =
        transfer.description.value_or(fmt::format("Transfer from {} to {}", transfer.from, transfer.to));
    const auto amount = transfer.amount.rescaled(money_scale);
    const auto id = athanor::Uuid::random();
    const auto add_half = [&](const athanor::Ref<Category>& category, const athanor::Decimal& half) {
        return session.add(Expense{.user = user,
                                   .category = category,
                                   .description = description,
                                   .amount = half,
                                   .date = transfer.date,
                                   .key = athanor::Uuid::random(),
                                   .transfer_id = id});
    };
    Transfer added{add_half(from, -amount), add_half(to, amount)};
    session.flush();
    return added;
}

}  // namespace budget
