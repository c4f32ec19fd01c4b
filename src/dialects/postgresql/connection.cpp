#include "dialects/postgresql/connection.hpp"

#include <poll.h>
#include <string_view>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "dialects/postgresql/errors.hpp"
#include "dialects/postgresql/exchange.hpp"

namespace athanor::postgresql {

PostgresqlConnection::PostgresqlConnection(ConnectionHandle connection, bool hide_parameters)
    : connection_(std::move(connection)), cancel_(PQgetCancel(connection_.get())), hide_parameters_(hide_parameters) {
    PQsetNoticeReceiver(connection_.get(), receive_notice, this);
    if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) == 0) {
        throw OperationalError("libpq cannot use a new connection: " + first_line(PQerrorMessage(connection_.get())));
    }
    set_up_session();
}

void PostgresqlConnection::set_up_session() {
    const char* zone = PQparameterStatus(connection_.get(), "TimeZone");
    const auto name = zone != nullptr ? std::string_view(zone) : std::string_view();
    // Most servers run in UTC, and then the trip is saved.
    if (name == "UTC" || name == "Etc/UTC") {
        return;
    }
    sql::Compiled statement;
    statement.sql = "SET TIME ZONE 'UTC'";
    Execution execution;
    execution.statement = &statement;
    execute({&execution, 1});
    statistics_ = {};
}

void PostgresqlConnection::execute(std::span<Execution> list) {
    if (list.empty()) {
        return;
    }
    if (!is_open()) {
        ErrorDetails details;
        details.driver = "postgresql";
        details.message = "the connection to the server is lost";
        details.connection_invalidated = true;
        throw_error(std::move(details));
    }
    while (blocks_.size() < list.size()) {
        blocks_.emplace_back(!hide_parameters_);
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        blocks_[i].encode(list[i], hide_parameters_);
    }
    Exchange exchange({connection_.get(), &prepared_, &statistics_, hide_parameters_}, list,
                      {blocks_.data(), list.size()});
    try {
        exchange.run();
    } catch (...) {
        // Answers are left unread: the next list would take them for its own.
        lost_ = true;
        throw;
    }
    lost_ = lost_ || exchange.lost();
    for (std::size_t i = 0; i < list.size(); ++i) {
        blocks_[i].trim();
    }
    exchange.throw_first_error();
}

bool PostgresqlConnection::in_transaction() const noexcept {
    const auto status = PQtransactionStatus(connection_.get());
    return !lost_ && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE);
}

bool PostgresqlConnection::is_open() const noexcept { return !lost_ && PQstatus(connection_.get()) == CONNECTION_OK; }

void PostgresqlConnection::cancel() noexcept {
    if (cancel_) {
        char ignored[256];
        PQcancel(cancel_.get(), ignored, sizeof ignored);
    }
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
    return is_open();
}

void PostgresqlConnection::receive_notice(void* self, const PGresult* notice) {
    if (is_fatal(notice)) {
        static_cast<PostgresqlConnection*>(self)->lost_ = true;
    }
    const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    if (text != nullptr) {
        log(LogLevel::info, "athanor.engine", text);
    }
}

std::string PostgresqlConnection::server_version() const {
    const char* version = PQparameterStatus(connection_.get(), "server_version");
    const auto text = version != nullptr ? std::string_view(version) : std::string_view();
    return std::string(text.substr(0, text.find(' ')));
}

}  // namespace athanor::postgresql
