#include "dialects/postgresql/copy_exchange.hpp"

#include <algorithm>
#include <memory>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/control_statements.hpp"
#include "dialects/postgresql/errors.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::size_t piece_bytes = 65'536;

struct FreeBuffer {
    void operator()(char* buffer) const noexcept { PQfreemem(buffer); }
};

}  // namespace

CopyExchange::CopyExchange(Link link) : link_(link), wait_(link.connection, link.statement_timeout) {}

void CopyExchange::send(std::string_view sql, CopySource& source) {
    if (start(sql, PGRES_COPY_IN)) {
        send_pieces(source);
    }
    end();
}

void CopyExchange::receive(std::string_view sql, CopySink& sink) {
    if (start(sql, PGRES_COPY_OUT)) {
        receive_pieces(&sink);
    }
    end();
}

bool CopyExchange::start(std::string_view sql, ExecStatusType wanted) {
    auto* const connection = link_.connection;
    sql_ = sql;
    began_inside_ = PQtransactionStatus(connection) != PQTRANS_IDLE;
    ++link_.statistics->round_trips;
    if (PQexitPipelineMode(connection) == 0 ||
        PQsendQueryParams(connection, sql_.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0 || !wait_.send(1)) {
        lost_ = true;
        return false;
    }
    const auto result = next();
    const auto status = PQresultStatus(result.get());
    if (!result || status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
        take(result.get());
        return false;
    }
    ++link_.statistics->executed;
    if (status == wanted) {
        return true;
    }
    fail({{},
          std::make_exception_ptr(ProgrammingError(
              wanted == PGRES_COPY_IN ? "the statement is not COPY … FROM STDIN"
                                      : "the statement is not COPY … TO STDOUT",
              "copy_in() sends data to the server, copy_out() takes it; other statements run with execute()"))});
    if (status == PGRES_COPY_IN) {
        lost_ = !put_end();
    } else if (status == PGRES_COPY_OUT) {
        receive_pieces(nullptr);
    }
    return false;
}

void CopyExchange::send_pieces(CopySource& source) {
    while (!lost_) {
        std::string_view piece;
        try {
            piece = source.next();
        } catch (...) {
            fail({{}, std::current_exception()});
        }
        if (piece.empty()) {
            break;
        }
        for (; !piece.empty() && !lost_; piece.remove_prefix(std::min(piece.size(), piece_bytes))) {
            lost_ = !put(piece.substr(0, piece_bytes));
        }
    }
    if (lost_) {
        // Not to be sent any more: libpq reads the server's last words only once it waits for an answer.
        PQputCopyEnd(link_.connection, "the connection is lost");
    } else {
        lost_ = !put_end();
    }
}

bool CopyExchange::put(std::string_view piece) {
    int put = 0;
    while (put == 0) {
        put = PQputCopyData(link_.connection, piece.data(), static_cast<int>(piece.size()));
        unsent_ += piece.size();
        // libpq would gather everything that the server is too slow to take.
        if ((put == 0 || unsent_ >= piece_bytes) && !drain()) {
            return false;
        }
    }
    return put > 0;
}

bool CopyExchange::drain() {
    unsent_ = 0;
    // Also looks whether the connection has ended, which sending alone would not tell.
    return wait_.send(1) && PQconsumeInput(link_.connection) != 0;
}

bool CopyExchange::put_end() {
    const char* const reason = failure_ ? "the program that gives the data failed" : nullptr;
    int put = 0;
    while (put == 0) {
        put = PQputCopyEnd(link_.connection, reason);
        ended_ = reason == nullptr;
        if (!wait_.send(1)) {
            return false;
        }
    }
    return put > 0;
}

void CopyExchange::receive_pieces(CopySink* sink) {
    while (!lost_) {
        char* buffer = nullptr;
        constexpr int without_waiting = 1;
        const int length = PQgetCopyData(link_.connection, &buffer, without_waiting);
        const std::unique_ptr<char, FreeBuffer> owner(buffer);
        if (length == 0) {
            lost_ = !wait_.for_input(1);
        } else if (length < 0) {
            return;
        } else if (!failure_ && sink != nullptr) {
            try {
                sink->take({buffer, static_cast<std::size_t>(length)});
            } catch (...) {
                fail({{}, std::current_exception()});
                // The rest may be long, and nobody wants it.
                link_.cancel->send();
            }
        }
    }
}

ResultHandle CopyExchange::next() {
    if (!wait_.for_result(1)) {
        lost_ = true;
        return nullptr;
    }
    return ResultHandle(PQgetResult(link_.connection));
}

void CopyExchange::take(const PGresult* result) {
    if (result == nullptr) {
        return;
    }
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        rows_ = affected_rows(PQcmdTuples(const_cast<PGresult*>(result)));
        completed_ = true;
    } else if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
        auto details = describe_error(result, !link_.hide_parameters);
        const bool last_words = is_fatal(result);
        const bool loss = last_words || details.sqlstate.empty();
        lost_ = lost_ || last_words;
        ended_ = ended_ && (completed_ || !last_words || !names_its_place(result));
        fail({std::move(details), nullptr, loss});
    }
}

void CopyExchange::end() {
    // A lost connection has one answer left: its reason.
    for (ResultHandle result; !wait_.expired() && (result = next());) {
        take(result.get());
        if (PQresultStatus(result.get()) == PGRES_COPY_IN || PQresultStatus(result.get()) == PGRES_COPY_OUT) {
            lost_ = true;
            break;
        }
    }
    lost_ = lost_ || PQstatus(link_.connection) == CONNECTION_BAD || PQenterPipelineMode(link_.connection) == 0;
    if (wait_.expired()) {
        link_.cancel->send();
    }
    if (!lost_ || (failure_ && !failure_->loss)) {
        return;
    }
    if (!failure_) {
        fail({wait_.describe(), nullptr, true});
    }
    failure_->details = describe_loss(std::move(failure_->details), ended_ && !began_inside_);
}

void CopyExchange::fail(Failure failure) {
    if (!failure_) {
        failure_.emplace(std::move(failure));
    }
}

std::int64_t CopyExchange::finish() const {
    if (!failure_) {
        return rows_;
    }
    try {
        if (failure_->exception) {
            std::rethrow_exception(failure_->exception);
        }
        failure_->loss ? throw_loss(failure_->details) : throw_error(failure_->details);
    } catch (const DBAPIError& error) {
        if (error.details().driver.empty() && failure_->exception) {
            throw;
        }
        error.raise_with_statement(sql_);
    }
}

}  // namespace athanor::postgresql
