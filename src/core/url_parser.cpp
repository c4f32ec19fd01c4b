#include <algorithm>
#include <charconv>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/core/url.hpp>

#include "core/percent_encoding.hpp"

namespace athanor {

namespace {

constexpr auto npos = std::string_view::npos;

// No message here quotes the URL: where it is broken, nobody can tell which part of it is the password.
[[noreturn]] void fail(const char* message) {
    throw ArgumentError(message, "write it as postgresql://user:password@host:5432/database or sqlite:///file.db");
}

std::string_view take_drivername(std::string_view& rest) {
    const auto end = rest.find("://");
    const auto name = rest.substr(0, end);
    const bool ok =
        end != npos && !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+';
        });
    if (!ok) {
        fail("a database URL cannot be read: it does not start with a name and ://");
    }
    rest.remove_prefix(end + 3);
    return name;
}

void take_user(std::string_view& rest, URL& url) {
    const auto user_end = std::min(rest.find_first_of(":/"), rest.size());
    if (user_end < rest.size() && rest[user_end] == ':') {
        if (const auto at = rest.find('@', user_end); at != npos) {
            url.username = detail::percent_decode(rest.substr(0, user_end));
            url.password = detail::percent_decode(rest.substr(user_end + 1, at - user_end - 1));
            rest.remove_prefix(at + 1);
            return;
        }
    }
    if (const auto at = rest.substr(0, user_end).rfind('@'); at != npos) {
        url.username = detail::percent_decode(rest.substr(0, at));
        rest.remove_prefix(at + 1);
    }
}

void take_host(std::string_view& rest, URL& url) {
    if (rest.starts_with('[')) {
        const auto end = rest.find(']');
        if (end == npos) {
            fail("a database URL cannot be read: its host starts with '[' and has no ']'");
        }
        url.host = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        if (!rest.empty() && rest.find_first_of(":/?") != 0) {
            fail("a database URL cannot be read: after the ']' of its host comes neither port nor database");
        }
        return;
    }
    const auto end = std::min(rest.find_first_of("/:?"), rest.size());
    url.host = detail::percent_decode(rest.substr(0, end));
    rest.remove_prefix(end);
}

void take_port(std::string_view& rest, URL& url) {
    if (!rest.starts_with(':')) {
        return;
    }
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    const auto text = rest.substr(1, end - 1);
    std::uint16_t port = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || stop != text.data() + text.size() || port == 0) {
        throw ArgumentError("the port in a database URL is not a number from 1 to 65535",
                            "several hosts stand in the query: postgresql://user:password@/database?host=a:1&host=b:2");
    }
    url.port = port;
    rest.remove_prefix(end);
}

void take_query(std::string_view rest, URL& url) {
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (equals != npos && equals + 1 < pair.size()) {
            url.query.emplace_back(detail::form_decode(pair.substr(0, equals)),
                                   detail::form_decode(pair.substr(equals + 1)));
        }
    }
}

void refuse_nul(const URL& url) {
    bool nul = contains_nul(url.username.value_or("")) || contains_nul(url.password.value_or("")) ||
               contains_nul(url.host) || contains_nul(url.database);
    for (const auto& [key, value] : url.query) {
        nul = nul || contains_nul(key) || contains_nul(value);
    }
    if (nul) {
        fail("a database URL has a NUL character in it");
    }
}

}  // namespace

URL URL::parse(std::string_view text) {
    URL url;
    url.drivername = take_drivername(text);
    take_user(text, url);
    take_host(text, url);
    take_port(text, url);
    if (text.starts_with('/')) {
        const auto end = std::min(text.find('?'), text.size());
        url.database = detail::percent_decode(text.substr(1, end - 1));
        text.remove_prefix(end);
    }
    if (text.starts_with('?')) {
        take_query(text.substr(1), url);
    }
    refuse_nul(url);
    if (url.dialect() == "sqlite" && (url.username || url.password || url.port || !url.host.empty())) {
        throw ArgumentError("an SQLite URL has a user, a host or a port",
                            "SQLite is a file: write sqlite:///relative.db, sqlite:////absolute.db or sqlite:// for a "
                            "database in memory");
    }
    return url;
}

}  // namespace athanor
