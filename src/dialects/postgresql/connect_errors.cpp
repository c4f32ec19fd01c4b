#include "dialects/postgresql/connect_errors.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

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

std::string hint_for(std::string_view state, std::string_view text) {
    const auto says = [&](std::string_view words) { return text.find(words) != std::string_view::npos; };
    if (state == "28P01" || says("password authentication failed") || says("no password supplied")) {
        return "check the user and the password in the URL";
    }
    if (state == "3D000") {
        return "create the database first (CREATE DATABASE), or correct its name in the URL";
    }
    if (state == "53300") {
        return "all connections of the server are taken; close some, lower pool_size, or try again later";
    }
    if (state == "57P03") {
        return "the server is starting or stopping; try again in a moment";
    }
    if (says("Connection refused") || says("No such file or directory")) {
        return "is the server running and the port right?";
    }
    if (says("could not translate host name")) {
        return "check the host name in the URL, and that the network is there";
    }
    if (says("timeout expired") || says("timed out") || says("No route to host")) {
        return "check host and port, and that no firewall is between; connect_timeout sets how long to wait";
    }
    if (says("SSL") || says("certificate") || says("channel binding")) {
        return "check sslmode, sslrootcert and channel_binding in the URL against what the server offers";
    }
    if (state == "28000" || says("no pg_hba.conf entry")) {
        return "the server does not let this user in from here; check the user in the URL and the server's pg_hba.conf";
    }
    return "check the database URL";
}

}  // namespace

void throw_connect_error(const URL& url, std::string_view message) {
    std::string text(message);
    ErrorDetails details;
    details.driver = "postgresql";
    details.sqlstate = take_state(text);
    text = one_line(text);
    auto host = url.host;
    if (host.empty()) {
        host = url.query_value("host").value_or("the default host");
    }
    details.message = fmt::format(
        "cannot connect to PostgreSQL at {}{} as {} to {}: {}", host, url.port ? fmt::format(":{}", *url.port) : "",
        url.username ? fmt::format("user \"{}\"", *url.username) : "the default user",
        url.database.empty() ? "the default database" : fmt::format("database \"{}\"", url.database), text);
    details.hint = hint_for(details.sqlstate, text);
    details.retryable = details.sqlstate == "53300" || details.sqlstate == "57P03";
    throw OperationalError(std::move(details));
}

}  // namespace athanor::postgresql
