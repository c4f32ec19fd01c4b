#include "dialects/postgresql/errors.hpp"

#include <athanor/core/error.hpp>

namespace athanor::postgresql {

namespace {

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? text : "";
}

std::string hint_for(std::string_view state, std::string server_hint) {
    if (state == "42P01") {
        return "create the tables first (create_all)";
    }
    if (state == "40001" || state == "40P01") {
        return "roll back and run the whole transaction again";
    }
    if (state == "25P02") {
        return "roll back: an earlier statement of this transaction failed";
    }
    if (state == "57014") {
        return "it was cancelled, or took longer than statement_timeout allows";
    }
    if (state == "25006") {
        return "a replica and engine.reader() only read: write through an engine whose URL leads to the primary "
               "server, and see that the role does not set default_transaction_read_only";
    }
    if (state == "23503") {
        return "a row it refers to does not exist, or rows still refer to it";
    }
    return server_hint;
}

/// Quotes keys only; the details of other errors quote whole rows, which may hold secrets.
bool detail_quotes_keys_only(std::string_view state) {
    return state == "23505" || state == "23503" || state == "23P01";
}

}  // namespace

std::string first_line(std::string_view message) {
    return std::string(message.substr(0, message.find_first_of("\r\n")));
}

bool is_fatal(const PGresult* result) noexcept {
    const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const auto text = severity != nullptr ? std::string_view(severity) : std::string_view();
    return text == "FATAL" || text == "PANIC";
}

bool names_its_place(const PGresult* result) noexcept {
    return PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION) != nullptr;
}

bool is_stale_plan(const PGresult* result) noexcept {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == nullptr) {
        return false;
    }
    if (std::string_view(state) == "26000") {
        return true;
    }
    // 0A000 is any feature that is missing, and the message is in the server's language; the function is neither.
    const char* function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    return std::string_view(state) == "0A000" && function != nullptr &&
           std::string_view(function) == "RevalidateCachedQuery";
}

ErrorDetails describe_error(const PGresult* result, bool show_values) {
    ErrorDetails details;
    details.driver = "postgresql";
    details.sqlstate = field(result, PG_DIAG_SQLSTATE);
    details.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (details.message.empty()) {
        details.message = first_line(PQresultErrorMessage(result));
    }
    const auto more = field(result, PG_DIAG_MESSAGE_DETAIL);
    if (show_values && !more.empty() && detail_quotes_keys_only(details.sqlstate)) {
        details.message += ": " + more;
    }
    details.hint = hint_for(details.sqlstate, field(result, PG_DIAG_MESSAGE_HINT));
    details.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    details.table = field(result, PG_DIAG_TABLE_NAME);
    details.column = field(result, PG_DIAG_COLUMN_NAME);
    const std::string_view state = details.sqlstate;
    details.retryable = state == "40001" || state == "40P01" || state == "55P03";
    details.integrity_kind = state == "23502"   ? IntegrityKind::not_null
                             : state == "23503" ? IntegrityKind::foreign_key
                             : state == "23505" ? IntegrityKind::unique
                             : state == "23514" ? IntegrityKind::check
                             : state == "23P01" ? IntegrityKind::exclusion
                                                : IntegrityKind::other;
    return details;
}

std::exception_ptr unexpected_answer(ExecStatusType status) {
    ErrorDetails details;
    details.driver = "postgresql";
    details.connection_invalidated = true;
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        details.message = "a COPY asks for data or sends it, which a statement cannot; the connection was closed";
        details.hint = "use copy_in() or copy_out() of the connection";
        return std::make_exception_ptr(ProgrammingError(std::move(details)));
    }
    details.message = std::string("the server sent an answer that makes no sense here (") + PQresStatus(status) + ")";
    details.hint = "the connection was closed; roll back";
    return std::make_exception_ptr(InternalError(std::move(details)));
}

ErrorDetails describe_loss(ErrorDetails details, bool unknown) {
    details.driver = "postgresql";
    details.connection_invalidated = true;
    details.outcome_unknown = unknown;
    details.retryable = !unknown;
    if (details.message.empty()) {
        details.message = "the connection to the server is lost";
    }
    if (unknown) {
        details.message =
            "the outcome is unknown: the connection was lost after COMMIT or a change was sent and before "
            "its answer came, so that it may have been saved or not (" +
            details.message + ")";
        details.hint = "look in the database whether the change is there before running it again";
    } else {
        details.hint = "the server or the network ended the connection; roll back and run the transaction again";
    }
    return details;
}

void throw_loss(ErrorDetails details) {
    if (details.outcome_unknown) {
        throw CommitUnknownError(std::move(details));
    }
    throw OperationalError(std::move(details));
}

void throw_error(ErrorDetails details) {
    // The standard's codes for it, which some distributed servers send.
    if (details.outcome_unknown || details.sqlstate == "40003" || details.sqlstate == "08007") {
        details.outcome_unknown = true;
        throw CommitUnknownError(std::move(details));
    }
    const auto group = std::string_view(details.sqlstate).substr(0, 2);
    const auto is_one_of = [&](std::string_view groups) {
        return group.size() == 2 && groups.find(group) != std::string_view::npos;
    };
    if (is_one_of("08 27 28 40 53 54 55 57 58 HV 2F 38 39 3B F0")) {
        throw OperationalError(std::move(details));
    }
    if (is_one_of("0A")) {
        throw NotSupportedError(std::move(details));
    }
    if (is_one_of("20 21 3D 3F 42 44 10 26 34 P0")) {
        throw ProgrammingError(std::move(details));
    }
    if (is_one_of("22")) {
        throw DataError(std::move(details));
    }
    if (is_one_of("23")) {
        throw IntegrityError(std::move(details));
    }
    if (is_one_of("24 25 2B 2D XX")) {
        throw InternalError(std::move(details));
    }
    throw DatabaseError(std::move(details));
}

}  // namespace athanor::postgresql
