#pragma once

#include <optional>
#include <string>
#include <vector>

#include <budget/models.hpp>

namespace budget {

/// Without a color the database gives its default.
/// @throws ValidationError, DuplicateError.
athanor::Ref<Category> create_category(athanor::Session& session, const std::string& name,
                                       const std::optional<std::string>& color = std::nullopt);

/// By name.
std::vector<athanor::Ref<Category>> list_categories(athanor::ReadSession& session);

/// The category of exactly that name.
/// @throws NotFoundError, with the name that was probably meant.
athanor::Ref<Category> find_category(athanor::ReadSession& session, const std::string& name);

/// @throws ValidationError, NotFoundError, DuplicateError.
athanor::Ref<Category> rename_category(athanor::Session& session, const std::string& name, const std::string& new_name);

/// The category of that name, which no expense of any user has.
/// @throws NotFoundError; InUseError, saying how many expenses there are.
athanor::Ref<Category> find_unused_category(athanor::ReadSession& session, const std::string& name);

/// @throws as find_unused_category.
void remove_category(athanor::Session& session, const std::string& name);

}  // namespace budget
