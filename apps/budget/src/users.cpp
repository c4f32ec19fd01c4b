#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <budget/errors.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "lookup.hpp"

namespace budget {

namespace {

std::vector<std::string> all_emails(athanor::ReadSession& session) {
    auto& u = User::columns();
    return session.scalars(select(u.email).order_by(u.email)).all();
}

DuplicateError duplicate(const std::string& email) {
    return DuplicateError(fmt::format("there is a user {} already", in_quotes(email)),
                          "see them with: budget user list");
}

}  // namespace

athanor::Ref<User> create_user(athanor::Session& session, const std::string& email, const std::string& name) {
    check_email(email);
    check_text("name", name, max_user_name);
    auto& u = User::columns();
    if (session.scalar(select(u.id).where(u.email == email))) {
        throw duplicate(email);
    }
    auto user = session.add(User{.email = email, .name = name});
    try {
        session.flush();
    } catch (const athanor::IntegrityError& error) {
        // Somebody else added it since it was looked for.
        if (error.kind() == athanor::IntegrityKind::unique) {
            throw duplicate(email);
        }
        throw;
    }
    return user;
}

std::vector<athanor::Ref<User>> list_users(athanor::ReadSession& session) {
    auto& u = User::columns();
    return session.scalars(athanor::select<User>().order_by(u.email)).all();
}

athanor::Ref<User> find_user(athanor::ReadSession& session, const std::string& email) {
    // What cannot be an address is not asked for: a driver refuses NUL and broken UTF-8 in its own words.
    check_email(email);
    auto& u = User::columns();
    auto user = session.scalars(athanor::select<User>().where(u.email == email)).one_or_none();
    if (!user) {
        throw NotFoundError(fmt::format("there is no user {}", in_quotes(email)),
                            suggestion(email, all_emails(session), "add one with: budget user add EMAIL NAME"));
    }
    return user;
}

athanor::Ref<User> choose_user(athanor::ReadSession& session, const std::optional<std::string>& email) {
    if (email) {
        return find_user(session, *email);
    }
    auto& u = User::columns();
    auto users = session.scalars(athanor::select<User>().order_by(u.email).limit(2)).all();
    if (users.empty()) {
        throw UserChoiceError("there is no user yet", "add one with: budget user add EMAIL NAME (or: budget sample)");
    }
    if (users.size() > 1) {
        throw UserChoiceError(fmt::format("there are several users: {}", fmt::join(all_emails(session), ", ")),
                              "say whose expenses you mean with --user EMAIL");
    }
    return std::move(users.front());
}

}  // namespace budget
