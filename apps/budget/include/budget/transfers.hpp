#pragma once

#include <optional>
#include <string>

#include <budget/models.hpp>

namespace budget {

/// Money that was booked in one category and belongs to another.
struct NewTransfer {
    athanor::Decimal amount;  ///< above zero
    std::string from;
    std::string to;
    athanor::Date date;
    std::optional<std::string> description;  ///< of both halves; without one it names the two categories
};

/// The two halves of a transfer, which share a transfer id and a day.
struct Transfer {
    athanor::Ref<Expense> out;  ///< the amount below zero, in the category it is taken from
    athanor::Ref<Expense> in;   ///< the amount above zero, in the other one
};

/// Both halves or neither.
/// @throws ValidationError (amount, description, one category twice), NotFoundError (either category).
Transfer create_transfer(athanor::Session& session, const athanor::Ref<User>& user, const NewTransfer& transfer);

}  // namespace budget
