// What docs/engine.md shows.

#include <fmt/format.h>

#include <athanor/core/logging.hpp>
#include <athanor/engine/pool_events.hpp>

#include "library.hpp"

namespace engine_page {

//! [create]
inline Engine open() {
    load_dotenv();  // DATABASE_URL=postgresql://… in .env, if there is such a file
    return create_engine(env("DATABASE_URL", "sqlite:///library.db"),
                         {.pool_size = 5, .max_overflow = 10, .pool_pre_ping = true});
}
//! [create]

//! [events]
inline void read_only_sessions(const Engine& engine) {
    static const sql::Compiled pragma{.id = 0, .sql = "PRAGMA query_only = on"};
    engine.events().listen(PoolEvent::connect, [](const PoolEventInfo& info) {
        Execution execution;
        execution.statement = &pragma;
        info.connection->execute({&execution, 1});  // the connection of the driver, before anybody else has it
    });
}
//! [events]

//! [echo]
inline Engine open_and_show_sql(const std::string& url) {
    return create_engine(url, {.echo = true});  // logger "athanor.engine", level info, to stderr
}
//! [echo]

//! [sink]
inline void log_into(std::vector<std::string>& lines) {
    set_log_level("athanor", LogLevel::info);
    set_log_sink([&lines](LogLevel level, std::string_view logger, std::string_view message) {
        lines.push_back(fmt::format("{} {}: {}", to_string(level), logger, message));
    });
}
//! [sink]

//! [connection]
inline std::int64_t count_without_models(const Engine& engine, int least) {
    Connection connection = engine.connect();  // goes back to the pool at the end of its life
    const Value parameters[] = {least};
    const char* sql = engine.dialect().name() == "sqlite" ? "SELECT count(*) FROM books WHERE copies >= ?"
                                                          : "SELECT count(*) FROM books WHERE copies >= $1";
    return connection.exec_driver_sql(sql, parameters).rows[0][0].as_int64();
}
//! [connection]

//! [copy]
inline std::int64_t copy_authors(Connection& connection, const std::vector<std::string>& lines) {
    std::size_t given = 0;
    return connection.copy_in("COPY authors (name) FROM STDIN WITH (FORMAT csv)", [&] {
        return given == lines.size() ? std::string_view() : std::string_view(lines[given++]);
    });
}

inline std::string names(Connection& connection) {
    std::string csv;
    connection.copy_out("COPY (SELECT name FROM authors ORDER BY id) TO STDOUT WITH (FORMAT csv)",
                        [&](std::string_view piece) { csv += piece; });
    return csv;
}
//! [copy]

//! [statistics]
inline std::uint64_t round_trips_of(const Engine& engine, Session& session) {
    const auto before = engine.statistics().driver.round_trips;
    session.commit();
    return engine.statistics().driver.round_trips - before;
}
//! [statistics]

//! [errors]
inline std::string explain(const std::string& url) {
    try {
        (void)create_engine(url).connect();
        return "connected";
    } catch (const OperationalError& error) {  // refused, unknown host, wrong password, no such folder …
        return error.message() + " / " + error.hint();
    } catch (const ArgumentError& error) {     // a malformed URL; an unknown dialect is its subclass NoSuchModuleError
        return std::string(error.code());
    }
}
//! [errors]

}  // namespace engine_page
