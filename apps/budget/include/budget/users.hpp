#pragma once

#include <optional>
#include <string>
#include <vector>

#include <budget/models.hpp>

// All services work inside the session's transaction: they flush, and leave commit or rollback to the caller, so that
// several make one transaction. Besides what they name they throw athanor::DBAPIError and its subclasses.
namespace budget {

/// @throws ValidationError, DuplicateError.
athanor::Ref<User> create_user(athanor::Session& session, const std::string& email, const std::string& name);

/// By e-mail address.
std::vector<athanor::Ref<User>> list_users(athanor::ReadSession& session);

/// The user with that address.
/// @throws NotFoundError, with the address that was probably meant.
athanor::Ref<User> find_user(athanor::ReadSession& session, const std::string& email);

/// The user with that address; without one the only user there is.
/// @throws NotFoundError; UserChoiceError, naming them, if there is none or more than one to choose from.
athanor::Ref<User> choose_user(athanor::ReadSession& session, const std::optional<std::string>& email);

}  // namespace budget
