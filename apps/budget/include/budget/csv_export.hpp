#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include <budget/models.hpp>

namespace budget {

/// Writes all expenses of a user as CSV, by day and in the order in which they were added, a thousand rows at a time,
/// and returns how many there are. Importing it into an empty database gives the same expenses with their keys, import
/// keys, times and category colors; users and categories without an expense are not part of it.
std::size_t export_csv(athanor::ReadSession& session, const athanor::Ref<User>& user,
                       const std::function<void(std::string_view)>& write);

}  // namespace budget
