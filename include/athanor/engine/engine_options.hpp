#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#pragma GCC visibility push(default)

namespace athanor {

/// How an engine keeps its connections.
enum class PoolClass {
    automatic,    ///< queue; one connection for a database in memory
    queue,        ///< reuses connections and bounds their number
    null,         ///< opens a connection for each use and closes it afterwards
    static_pool,  ///< one connection for everybody, one user after the other
};

/// What happens to an open transaction when a connection comes back to the pool. With `none` nothing is sent: a
/// connection that comes back inside a transaction is closed.
enum class ResetOnReturn { rollback, commit, none };

/// How far transactions are kept apart. SQLite has only `serializable`.
enum class IsolationLevel { read_committed, repeatable_read, serializable };

/// Whether a pooler in transaction mode (PgBouncer, Neon's -pooler) stands before the server. Statements are then sent
/// without names, and what needs a session of its own is refused.
enum class Pooler {
    automatic,    ///< known from the host (`-pooler`) or the query key pgbouncer=true
    none,         ///< the connection is the server's own
    transaction,  ///< each transaction may run on another connection of the server
};

/// When a silent network counts as dead: keepalive probes on an idle connection. PostgreSQL only.
struct Keepalives {
    int idle = 30;      ///< seconds of silence before the first probe, at least 1; 0 switches probes off
    int interval = 10;  ///< seconds between probes, at least 1
    int count = 3;      ///< unanswered probes until the connection is lost, at least 1
};

/// How an engine behaves. Every member takes effect; an option that the dialect has no use for is ignored where its
/// comment names another one. Defaults are those of SQLAlchemy where it has the option, else what Neon advises.
struct EngineOptions {
    int pool_size = 5;           ///< idle connections kept, at least 0; 0: all that there was demand for, without limit
    int max_overflow = 10;       ///< connections beyond pool_size while there is demand, at least -1; -1: without limit
    double pool_timeout = 30;    ///< seconds to wait for a connection when all are in use, at least 0
    double pool_recycle = -1;    ///< seconds after which a connection is replaced at its next checkout; -1: never
    bool pool_pre_ping = false;  ///< see to it that a connection lost while it was idle is replaced unseen
    double pool_pre_ping_idle =
        1;                       ///< seconds of idleness from which pre-ping trusts a connection only after an answer
    bool pool_use_lifo = false;  ///< reuse the connection that came back last, so that the others age out
    ResetOnReturn pool_reset_on_return = ResetOnReturn::rollback;
    PoolClass poolclass = PoolClass::automatic;

    bool echo = false;             ///< log statements, parameters and times to the logger "athanor.engine"
    bool echo_pool = false;        ///< log each thing the pool does to the logger "athanor.pool", level debug
    bool hide_parameters = false;  ///< show no parameters in logs and errors

    std::optional<IsolationLevel> isolation_level{};  ///< of every transaction; empty: the server's default
    int connect_timeout = 15;                         ///< seconds, at least 1 (PostgreSQL, for each host)
    int connect_retries = 5;         ///< how often a server that is waking up is asked again, at least 0 (PostgreSQL)
    double statement_timeout = 0;    ///< seconds a statement may run, 0: no limit
    Keepalives keepalives{};         ///< PostgreSQL
    int tcp_user_timeout = 20'000;   ///< milliseconds sent data may stay unacknowledged, 0: the system's (PostgreSQL)
    std::string application_name{};  ///< shown in pg_stat_activity (PostgreSQL); empty: "athanor"
    int busy_timeout = 5000;         ///< milliseconds to wait for a lock, at least 0 (SQLite)
    Pooler pooler = Pooler::automatic;  ///< PostgreSQL
    int statement_cache_size = 500;     ///< statements kept prepared on each connection, at least 1
    std::string direct_url{};  ///< PostgreSQL without the pooler: for DDL where the engine's own URL leads through one
    std::string reader_url{};  ///< a replica: where engine.reader() connects to; empty: to the engine's own URL

    /// More connection parameters of the driver, by its own names; they win over the URL and over the options above.
    std::vector<std::pair<std::string, std::string>> connect_args{};
};

}  // namespace athanor

#pragma GCC visibility pop
