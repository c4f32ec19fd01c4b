#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <athanor/core/text_formatter.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// Where a database is: `name://[user[:password]@][host|[ipv6]][:port][/database][?key=value&...]`.
///
/// The grammar is SQLAlchemy's (lib/sqlalchemy/engine/url.py). User and password are percent-decoded; an '@' in them
/// must be written %40, other characters may stand as they are. Database and host are percent-decoded too, query
/// values are form-decoded ('+' is a blank), and query keys without a value are dropped.
/// Printing a URL hides its secrets; only render(false) and str_with_password() show them.
struct URL {
    using Query = std::vector<std::pair<std::string, std::string>>;

    std::string drivername;  ///< "postgresql+psycopg"
    std::optional<std::string> username;
    std::optional<std::string> password;
    std::string host;
    std::optional<std::uint16_t> port;
    std::string database;  ///< For SQLite a path: "budget.db", "/var/lib/budget.db", ":memory:" or nothing.
    Query query;           ///< In the order written; a key may come several times.

    /// Throws ArgumentError, whose text never contains any part of the URL. Schemes nobody knows are accepted here;
    /// an SQLite URL with a user, host or port is not.
    static URL parse(std::string_view text);

    /// "postgresql" (also for postgres://), "sqlite", or whatever else stands before the '+' or "://".
    std::string dialect() const;

    /// What stands after the '+', or nothing.
    std::string driver() const;

    /// The first value of a query key.
    std::optional<std::string> query_value(std::string_view key) const;

    /// Parsing what render(false) returns gives an equal URL. Hidden are the password and the values of query keys
    /// that is_secret_name() knows.
    std::string render(bool hide_password = true) const;
    std::string str_with_password() const { return render(false); }
    std::string to_string() const { return render(true); }

    friend bool operator==(const URL&, const URL&) = default;
    friend std::ostream& operator<<(std::ostream& out, const URL& url) __attribute__((visibility("default")));
};

/// The same as URL::parse.
URL make_url(std::string_view text);

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::URL> : athanor::detail::TextFormatter {
    auto format(const athanor::URL& url, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
