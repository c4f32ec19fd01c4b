#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include <athanor/core/redaction.hpp>
#include <athanor/core/url.hpp>

#include "core/percent_encoding.hpp"

namespace athanor {

namespace {

std::string render_host(const std::string& host) {
    // What else may end a host must not stand between brackets, where nothing is decoded.
    const bool ipv6 = host.find(':') != std::string::npos && host.find_first_of("/?@[]") == std::string::npos;
    return ipv6 ? fmt::format("[{}]", host) : detail::percent_encode(host);
}

// Nowhere behind the user may an '@' stand as it is: in a URL without a user it would be taken for the end of one.
std::string render_query(const URL::Query& query, bool hide_secrets) {
    std::string text;
    for (const auto& [key, value] : query) {
        text += text.empty() ? '?' : '&';
        text += detail::percent_encode(key, "/");
        text += '=';
        text += hide_secrets && is_secret_name(key) ? std::string(redacted) : detail::percent_encode(value, "/:,");
    }
    return text;
}

}  // namespace

std::string URL::dialect() const {
    const auto name = drivername.substr(0, drivername.find('+'));
    return name == "postgres" ? "postgresql" : name;
}

std::string URL::driver() const {
    const auto plus = drivername.find('+');
    return plus == std::string::npos ? std::string() : drivername.substr(plus + 1);
}

std::optional<std::string> URL::query_value(std::string_view key) const {
    const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == key; });
    return found != query.end() ? std::optional<std::string>(found->second) : std::nullopt;
}

std::string URL::render(bool hide_password) const {
    std::string text = drivername + "://";
    if (username || password) {
        text += detail::percent_encode(username.value_or(""), "+");
        if (password) {
            text += ':';
            text += hide_password ? std::string(redacted) : detail::percent_encode(*password, "+");
        }
        text += '@';
    }
    text += render_host(host);
    if (port) {
        text += fmt::format(":{}", *port);
    }
    if (!database.empty()) {
        text += '/' + detail::percent_encode(database, "/: +,=&");
    }
    return text + render_query(query, hide_password);
}

std::ostream& operator<<(std::ostream& out, const URL& url) { return out << url.to_string(); }

URL make_url(std::string_view text) { return URL::parse(text); }

}  // namespace athanor

auto fmt::formatter<athanor::URL>::format(const athanor::URL& url, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    return write(url.to_string(), context);
}
