#include "dialects/postgresql/connect/verdict.hpp"

#include <array>

namespace athanor::postgresql {

namespace {

using Wait = Verdict::Wait;
using std::string_view;

struct Rule {
    string_view sqlstate;  ///< what it starts with; empty: any
    string_view text;      ///< what the message contains; empty: anything
    Wait wait;
    string_view state;  ///< for waits
    string_view hint;
};

constexpr string_view waking = "is waking up";
constexpr string_view starting = "is starting or stopping";
constexpr string_view busy = "takes no more connections now";
constexpr string_view ended = "ended the connection";
constexpr string_view unreachable = "cannot be reached";

constexpr string_view credentials = "check the user and the password in the URL";
constexpr string_view in_a_moment = "try again in a moment";
constexpr string_view quota = "look at the quotas and the plan of the Neon project";
constexpr string_view tls = "check sslmode, sslrootcert and channel_binding in the URL against what the server offers";
constexpr string_view network =
    "check host and port, and that no firewall is between; connect_timeout sets how long to wait";
constexpr string_view full = "all connections of the server are taken; close some, lower pool_size, or try again later";
constexpr string_view fewer = "lower pool_size and max_overflow, or try again later";

// The first one that fits counts, so the more exact ones stand first.
constexpr std::array rules = {
    // What a proxy of Neon says of itself, and of the compute behind it.
    Rule{"", "password authentication failed", Wait::none, "", credentials},
    Rule{"", "no password supplied", Wait::none, "", credentials},
    Rule{"", "endpoint cannot be found", Wait::none, "",
         "no endpoint has this name: check the host in the URL; the branch may have been deleted"},
    Rule{"", "endpoint is disabled", Wait::none, "", "enable the endpoint in Neon's console"},
    Rule{"", "endpoint is temporarily unavailable", Wait::long_, "is not available now", quota},
    Rule{"", "concurrently active endpoints", Wait::none, "", quota},
    Rule{"", "active endpoints limit exceeded", Wait::none, "", quota},
    Rule{"", "exceeded the", Wait::none, "", quota},
    Rule{"", "Failed to acquire permit", Wait::long_, busy, fewer},
    Rule{"", "Too many database connection attempts", Wait::long_, busy, fewer},
    Rule{"", "Too many connections", Wait::long_, busy, fewer},
    Rule{"", "Endpoint ID is not specified", Wait::none, "",
         "use libpq 14 or newer, which names the host when it connects, or add options=endpoint%3D<endpoint id> to the "
         "URL"},
    Rule{"", "Inconsistent project name", Wait::none, "", "take the endpoint or project out of options in the URL"},
    Rule{"", "not allowed to connect", Wait::none, "", "add this address to the project's IP Allow list"},
    Rule{"", "blocked network", Wait::none, "", "the project takes connections from its private network only"},
    Rule{"", "connection is insecure", Wait::none, "", "the server demands TLS: use sslmode=require or verify-full"},
    Rule{"", "Couldn't connect to compute node", Wait::some, waking, in_a_moment},
    Rule{"", "Control plane request failed", Wait::some, waking, in_a_moment},
    Rule{"", "Authentication timed out", Wait::some, waking, in_a_moment},
    Rule{"XX000", "Internal error", Wait::some, waking, in_a_moment},
    // What PgBouncer says.
    Rule{"", "unsupported startup parameter", Wait::none, "",
         "a pooler stands before the server: say so with pgbouncer=true, and leave options out of the URL"},
    Rule{"", "no more connections allowed", Wait::long_, busy, fewer},
    Rule{"08P01", "query_wait_timeout", Wait::some, busy, in_a_moment},
    Rule{"", "server login has been failing", Wait::some, starting, in_a_moment},
    Rule{"08P01", "server conn crashed", Wait::some, starting, in_a_moment},
    Rule{"08P01", "cannot connect to server", Wait::some, starting, in_a_moment},
    Rule{"08P01", "", Wait::none, "", "check the database and the user in the URL against what the pooler serves"},
    // What PostgreSQL says.
    Rule{"28P01", "", Wait::none, "", credentials},
    Rule{"28", "", Wait::none, "",
         "the server does not let this user in from here; check the user in the URL and the server's pg_hba.conf"},
    Rule{"3D000", "", Wait::none, "", "create the database first (CREATE DATABASE), or correct its name in the URL"},
    Rule{"53300", "", Wait::long_, busy, full},
    Rule{"53", "", Wait::long_, "is short of memory or room", "try again later"},
    Rule{"57P03", "", Wait::some, starting, "the server is starting or stopping; try again in a moment"},
    Rule{"57P", "", Wait::some, starting, in_a_moment},
    Rule{"08", "", Wait::some, ended, in_a_moment},
    Rule{"42501", "", Wait::none, "", "GRANT CONNECT ON DATABASE to this user, or use another one"},
    Rule{"22023", "", Wait::none, "", "check the values in options and connect_args"},
    Rule{"42704", "", Wait::none, "", "check the values in options and connect_args"},
    // What libpq says where no server answered, or answered in another way.
    Rule{"", "no pg_hba.conf entry", Wait::none, "",
         "the server does not let this user in from here; check the user in the URL and the server's pg_hba.conf"},
    Rule{"", "session is ", Wait::none, "", "target_session_attrs in the URL asks for another kind of server"},
    Rule{"", "server is not in hot standby mode", Wait::none, "",
         "target_session_attrs in the URL asks for another kind of server"},
    Rule{"", "server is in hot standby mode", Wait::none, "",
         "target_session_attrs in the URL asks for another kind of server"},
    Rule{"", "server does not support SSL", Wait::none, "",
         "without TLS anybody on the way can read and change what is sent; for a network that is trusted, say "
         "sslmode=disable"},
    Rule{"", "channel binding required", Wait::none, "", tls},
    Rule{"", "certificate", Wait::none, "", tls},
    Rule{"", "closed the connection unexpectedly", Wait::some, ended, in_a_moment},
    Rule{"", "connection has been closed unexpectedly", Wait::some, ended, in_a_moment},
    Rule{"", "EOF detected", Wait::some, ended, in_a_moment},
    Rule{"", "unexpected eof", Wait::some, ended, in_a_moment},
    Rule{"", "Connection reset", Wait::some, ended, in_a_moment},
    Rule{"", "Broken pipe", Wait::some, ended, in_a_moment},
    Rule{"", "could not receive data", Wait::some, ended, in_a_moment},
    Rule{"", "could not send data", Wait::some, ended, in_a_moment},
    Rule{"", "SSL", Wait::none, "", tls},
    Rule{"", "Connection refused", Wait::some, unreachable, "is the server running and the port right?"},
    Rule{"", "No such file or directory", Wait::none, "", "is the server running and the port right?"},
    Rule{"", "Temporary failure in name resolution", Wait::some, unreachable,
         "check the host name in the URL, and that the network is there"},
    Rule{"", "could not translate host name", Wait::none, "",
         "check the host name in the URL, and that the network is there"},
    Rule{"", "timed out", Wait::some, unreachable, network},
    Rule{"", "No route to host", Wait::some, unreachable, network},
    Rule{"", "Network is unreachable", Wait::some, unreachable, network},
    Rule{"", "invalid response to SSL negotiation", Wait::none, "", "is that the port of a PostgreSQL server?"},
    Rule{"", "expected authentication request", Wait::none, "", "is that the port of a PostgreSQL server?"},
};

}  // namespace

Verdict judge(string_view sqlstate, string_view text, bool local) {
    const auto says = [&](string_view words) { return text.find(words) != string_view::npos; };
    // Whoever asks has said how long to wait, and that time is over.
    if (says("timeout expired")) {
        return {Wait::none, true, unreachable, network};
    }
    for (const auto& rule : rules) {
        if (!sqlstate.starts_with(rule.sqlstate) || !says(rule.text)) {
            continue;
        }
        // Nobody wakes up a server of this machine; who forgot to start it should be told so at once.
        const bool no_server = local && rule.state == unreachable;
        return {no_server ? Wait::none : rule.wait, rule.wait != Wait::none, rule.state, rule.hint};
    }
    return {Wait::none, false, "", "check the database URL"};
}

}  // namespace athanor::postgresql
