#include "dialects/postgresql/connection.hpp"

#include <poll.h>
#include <string_view>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "dialects/postgresql/control_statements.hpp"
#include "dialects/postgresql/copy_exchange.hpp"
#include "dialects/postgresql/errors.hpp"
#include "dialects/postgresql/exchange.hpp"

namespace athanor::postgresql {

PostgresqlConnection::PostgresqlConnection(ConnectionHandle connection, const ConnectionSettings& settings)
    : connection_(std::move(connection)),
      cancel_(connection_.get()),
      prepared_(settings.statement_cache_size),
      settings_(settings) {
    PQsetNoticeReceiver(connection_.get(), Notices::receive, &notices_);
    if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) == 0) {
        throw OperationalError("libpq cannot use a new connection: " + first_line(PQerrorMessage(connection_.get())));
    }
    set_up_session();
}

void PostgresqlConnection::set_up_session() {
    const char* zone = PQparameterStatus(connection_.get(), "TimeZone");
    const auto name = zone != nullptr ? std::string_view(zone) : std::string_view();
    // Most servers run in UTC, and then the trip is saved.
    if (name != "UTC" && name != "Etc/UTC") {
        run_alone("SET TIME ZONE 'UTC'");
        statistics_ = {};
    }
}

void PostgresqlConnection::run_alone(const char* sql) {
    sql::Compiled statement;
    statement.sql = sql;
    Execution execution;
    execution.statement = &statement;
    ParameterBlock block(!settings_.hide_parameters);
    block.encode(execution, settings_.hide_parameters);
    Exchange exchange(
        {connection_.get(), nullptr, &statistics_, settings_.statement_timeout, settings_.hide_parameters},
        {&execution, 1}, {&block, 1});
    run(exchange);
    exchange.throw_first_error();
}

void PostgresqlConnection::require_open() const {
    if (!is_open()) {
        ErrorDetails details;
        details.driver = "postgresql";
        details.message = "the connection to the server is lost";
        details.connection_invalidated = true;
        throw_loss(std::move(details));
    }
}

void PostgresqlConnection::execute(std::span<Execution> list) {
    if (list.empty()) {
        return;
    }
    require_open();
    while (blocks_.size() < list.size()) {
        blocks_.emplace_back(!settings_.hide_parameters);
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        blocks_[i].encode(list[i], settings_.hide_parameters);
    }
    Exchange exchange({connection_.get(), settings_.named_statements ? &prepared_ : nullptr, &statistics_,
                       settings_.statement_timeout, settings_.hide_parameters},
                      list, {blocks_.data(), list.size()});
    run(exchange);
    if (exchange.may_run_again()) {
        run_again(list);
    } else {
        exchange.throw_first_error();
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        blocks_[i].trim();
    }
}

void PostgresqlConnection::run(Exchange& exchange) {
    try {
        exchange.run();
    } catch (...) {
        // Answers are left unread: the next list would take them for its own.
        lost_ = true;
        throw;
    }
    notices_.end_list();
    lost_ = lost_ || exchange.lost();
    if (exchange.expired()) {
        // For the server's sake: the connection is given up either way.
        cancel_.send();
    }
}

void PostgresqlConnection::run_again(std::span<Execution> list) {
    log(LogLevel::info, "athanor.engine",
        "a prepared statement was out of date because its tables were changed; the list is sent once more");
    if (in_transaction()) {
        run_alone("ROLLBACK");
    }
    Exchange exchange(
        {connection_.get(), nullptr, &statistics_, settings_.statement_timeout, settings_.hide_parameters}, list,
        {blocks_.data(), list.size()});
    run(exchange);
    exchange.throw_first_error();
}

bool PostgresqlConnection::in_transaction() const noexcept {
    const auto status = PQtransactionStatus(connection_.get());
    return is_open() && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE);
}

bool PostgresqlConnection::is_open() const noexcept {
    return !lost_ && !notices_.fatal() && PQstatus(connection_.get()) == CONNECTION_OK;
}

bool PostgresqlConnection::probe() noexcept {
    // What an idle server sends is a changed setting, a notice, or its last words; the end itself reads as input too.
    while (is_open()) {
        pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
        if (poll(&socket, 1, 0) <= 0) {
            break;
        }
        lost_ = PQconsumeInput(connection_.get()) == 0;
        PQisBusy(connection_.get());
    }
    notices_.end_list();
    return is_open();
}

template <class Run>
std::int64_t PostgresqlConnection::copy(std::string_view sql, const Run& run) {
    require_open();
    if (!is_copy(sql)) {
        throw ArgumentError("the statement is not a COPY", "run other statements with execute() or exec_driver_sql()");
    }
    CopyExchange exchange(
        {connection_.get(), &cancel_, &statistics_, settings_.statement_timeout, settings_.hide_parameters});
    try {
        run(exchange);
    } catch (...) {
        lost_ = true;
        throw;
    }
    notices_.end_list();
    lost_ = lost_ || exchange.lost();
    return exchange.finish();
}

std::int64_t PostgresqlConnection::copy_in(std::string_view sql, CopySource& source) {
    return copy(sql, [&](CopyExchange& exchange) { exchange.send(sql, source); });
}

std::int64_t PostgresqlConnection::copy_out(std::string_view sql, CopySink& sink) {
    return copy(sql, [&](CopyExchange& exchange) { exchange.receive(sql, sink); });
}

std::string PostgresqlConnection::server_version() const {
    const char* version = PQparameterStatus(connection_.get(), "server_version");
    const auto text = version != nullptr ? std::string_view(version) : std::string_view();
    return std::string(text.substr(0, text.find(' ')));
}

}  // namespace athanor::postgresql
