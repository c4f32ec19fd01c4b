#include "dialects/postgresql/connect/errors.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connect/keywords.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::size_t state_length = 5;

bool is_state(std::string_view text) {
    return text.size() >= state_length + 2 && text.substr(state_length, 2) == ": " &&
           std::all_of(text.begin(), text.begin() + state_length,
                       [](unsigned char letter) { return std::isdigit(letter) != 0 || std::isupper(letter) != 0; });
}

/// Takes the SQLSTATE out of "... failed: FATAL:  53300: sorry, ...", and with it what the verbose form adds.
std::string take_state(std::string& message) {
    std::string state;
    for (const std::string_view severity : {"FATAL:  ", "ERROR:  ", "PANIC:  "}) {
        for (auto at = message.find(severity); at != std::string::npos; at = message.find(severity, at)) {
            at += severity.size();
            if (is_state(std::string_view(message).substr(at))) {
                state = message.substr(at, state_length);
                message.erase(at, state_length + 2);
            }
        }
    }
    for (auto at = message.find("\nLOCATION:"); at != std::string::npos; at = message.find("\nLOCATION:")) {
        const auto end = message.find('\n', at + 1);
        message.erase(at, end == std::string::npos ? std::string::npos : end - at);
    }
    return state;
}

std::string one_line(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        const bool blank = letter == '\n' || letter == '\r' || letter == '\t';
        if (!blank) {
            out += letter;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

}  // namespace

ConnectFailure connect_failure(std::string_view message, bool local) {
    ConnectFailure failure;
    std::string text(message);
    failure.sqlstate = take_state(text);
    failure.message = one_line(text);
    failure.verdict = judge(failure.sqlstate, failure.message, local);
    return failure;
}

std::string names_of(const std::vector<Host>& hosts) {
    std::vector<std::string> names;
    names.reserve(hosts.size());
    for (const auto& host : hosts) {
        names.push_back(host.to_string());
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

void throw_connect_error(const Plan& plan, const ConnectFailure& failure) {
    const auto* const user = find(plan.common, "user");
    const auto* const database = find(plan.common, "dbname");
    ErrorDetails details;
    details.driver = "postgresql";
    details.sqlstate = failure.sqlstate;
    details.message = fmt::format(
        "cannot connect to PostgreSQL at {} as {} to {}: {}", names_of(plan.hosts),
        user != nullptr ? fmt::format("user \"{}\"", *user) : "the default user",
        database != nullptr ? fmt::format("database \"{}\"", *database) : "the default database", failure.message);
    details.hint = failure.verdict.hint;
    details.retryable = failure.verdict.retryable;
    throw OperationalError(std::move(details));
}

}  // namespace athanor::postgresql
