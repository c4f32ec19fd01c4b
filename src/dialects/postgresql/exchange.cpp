#include "dialects/postgresql/exchange.hpp"

#include <algorithm>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/control_statements.hpp"
#include "dialects/postgresql/errors.hpp"
#include "engine/parameter_rows.hpp"
#include "engine/parameter_text.hpp"
#include "engine/returned_keys.hpp"

namespace athanor::postgresql {

namespace {

ErrorDetails protocol_fault(std::string message) {
    ErrorDetails details;
    details.driver = "postgresql";
    details.message = std::move(message);
    details.connection_invalidated = true;
    details.hint = "the connection was closed";
    return details;
}

}  // namespace

Exchange::Exchange(Link link, std::span<Execution> list, std::span<const ParameterBlock> blocks)
    : link_(link), list_(list), blocks_(blocks) {}

void Exchange::run() {
    queue();
    if (steps_.empty()) {
        return;
    }
    ++link_.statistics->round_trips;
    flush();
    for (const auto& step : steps_) {
        read_step(step);
        if (lost_) {
            break;
        }
        ++answered_;
    }
    read_end();
    note_lost();
}

void Exchange::read_step(const Step& step) {
    auto& execution = list_[step.execution];
    std::optional<detail::ReturnedKeys> keys;
    RowSink* sink = nullptr;
    if (step.kind == Kind::run) {
        sink = execution.rows;
        if (statement(step).keys == sql::Compiled::Keys::returned) {
            const auto rows = detail::parameter_rows(execution);
            sink = &keys.emplace(execution.keys, rows);
        } else if (sink != nullptr) {
            // Works for the query at the head of the pipeline, so it is asked for now and not when sending.
            PQsetSingleRowMode(link_.connection);
        }
    }
    const bool failed_before = failure_.has_value();
    bool open = false;
    while (ResultHandle result{PQgetResult(link_.connection)}) {
        take(step, result.get(), sink, open);
        if (lost_) {
            return;
        }
    }
    lost_ = PQstatus(link_.connection) == CONNECTION_BAD;
    if (keys && !failed_before && !failure_ && !lost_) {
        try {
            keys->finish();
        } catch (...) {
            fail({{}, std::current_exception(), step.execution, {}});
        }
    }
}

void Exchange::take(const Step& step, const PGresult* result, RowSink* sink, bool& open) {
    switch (PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_TUPLES_OK:
        if (sink != nullptr && step.kind == Kind::run) {
            deliver(step, result, *sink, open);
        }
        if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            take_command(step, result);
        }
        break;
    case PGRES_COMMAND_OK:
        take_command(step, result);
        break;
    case PGRES_EMPTY_QUERY:
        ++link_.statistics->executed;
        fail({{},
              std::make_exception_ptr(ProgrammingError("the text holds no SQL statement", "give one statement")),
              step.execution,
              {}});
        break;
    case PGRES_PIPELINE_ABORTED:
        if (step.kind == Kind::prepare) {
            link_.prepared->erase(statement(step).id);
        }
        break;
    case PGRES_FATAL_ERROR:
    case PGRES_BAD_RESPONSE:
        take_error(step, result);
        break;
    default:
        // COPY, or answers out of step: libpq cannot go on from there.
        fail({protocol_fault("the server asked for COPY data, which statements of the engine cannot give"),
              nullptr,
              step.execution,
              {}});
        lost_ = true;
        break;
    }
}

void Exchange::take_command(const Step& step, const PGresult* result) {
    if (step.kind == Kind::prepare) {
        ++link_.statistics->prepared;
        return;
    }
    if (step.kind == Kind::forget_prepared) {
        return;
    }
    ++link_.statistics->executed;
    auto* const status = PQcmdStatus(const_cast<PGresult*>(result));
    if (is_commit(statement(step).sql) && std::string_view(status) == "ROLLBACK") {
        ErrorDetails details;
        details.driver = "postgresql";
        details.sqlstate = "25P02";
        details.message =
            "the transaction had failed before, so the server answered COMMIT with ROLLBACK: nothing was saved";
        details.hint = "run the whole transaction again";
        return fail({std::move(details), nullptr, step.execution, {}});
    }
    const bool counts =
        statement(step).keys == sql::Compiled::Keys::returned || !std::string_view(status).starts_with("SELECT");
    list_[step.execution].affected += counts ? affected_rows(PQcmdTuples(const_cast<PGresult*>(result))) : 0;
}

void Exchange::take_error(const Step& step, const PGresult* result) {
    if (step.kind == Kind::prepare) {
        link_.prepared->erase(statement(step).id);
    } else {
        ++link_.statistics->executed;
    }
    if (!fatal_ && is_fatal(result)) {
        fatal_ = true;
        fatal_at_ = answered_;
    }
    std::optional<std::size_t> row;
    if (statement(step).rows == sql::Compiled::Rows::loop) {
        row = step.run;
    }
    fail({describe_error(result, shows_values(step.execution)), nullptr, step.execution, row});
}

void Exchange::deliver(const Step& step, const PGresult* result, RowSink& sink, bool& open) {
    if (failure_) {
        return;
    }
    try {
        if (!open) {
            cursor_.open(result);
            open = true;
        }
        const int rows = PQntuples(result);
        for (int row = 0; row < rows; ++row) {
            cursor_.move_to(result, row);
            sink.row(cursor_);
        }
    } catch (...) {
        fail({{}, std::current_exception(), step.execution, {}});
    }
}

void Exchange::read_end() {
    // After an error the end of the pipeline comes behind a NULL or two; a lost connection never sends it.
    for (int nothing = 0; !lost_ && nothing < 3;) {
        const ResultHandle result{PQgetResult(link_.connection)};
        if (!result) {
            lost_ = PQstatus(link_.connection) == CONNECTION_BAD;
            ++nothing;
        } else if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
            return;
        } else if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) {
            // Behind the last statement there is still its end, where deferred constraints are checked.
            take_error(steps_.back(), result.get());
        }
    }
    lost_ = true;
}

void Exchange::note_lost() {
    lost_ = lost_ || fatal_ || PQstatus(link_.connection) == CONNECTION_BAD;
    if (!lost_) {
        return;
    }
    // After its last words the connection looks open for one answer more.
    const auto at = std::min(fatal_ ? fatal_at_ : answered_, steps_.size() - 1);
    if (!failure_) {
        fail({protocol_fault(first_line(PQerrorMessage(link_.connection))), nullptr, steps_[at].execution, {}});
    }
    auto& details = failure_->details;
    details.driver = "postgresql";
    details.connection_invalidated = true;
    if (failure_->exception) {
        return;
    }
    bool commit_sent = false;
    for (auto i = at; i < steps_.size(); ++i) {
        commit_sent = commit_sent || (steps_[i].kind == Kind::run && is_commit(statement(steps_[i]).sql));
    }
    // An error in the place of an earlier statement's answer means that COMMIT was never reached.
    const bool reached = steps_[at].kind == Kind::run && is_commit(statement(steps_[at]).sql);
    if (commit_sent && (reached || !fatal_)) {
        details.message +=
            "; the connection was lost during COMMIT: the outcome is unknown, the transaction may have been saved";
        details.hint = "look in the database whether the changes are there before running the transaction again";
    } else {
        details.retryable = true;
        details.hint = "the server or the network ended the connection; roll back and run the transaction again";
    }
}

void Exchange::fail(Failure failure) {
    if (!failure_) {
        failure_.emplace(std::move(failure));
    }
}

bool Exchange::shows_values(std::size_t execution) const {
    if (link_.hide_parameters) {
        return false;
    }
    for (const auto& type : list_[execution].statement->parameters) {
        if (type.secret) {
            return false;
        }
    }
    return true;
}

void Exchange::throw_first_error() const {
    if (!failure_) {
        return;
    }
    const auto& execution = list_[failure_->execution];
    try {
        if (failure_->exception) {
            std::rethrow_exception(failure_->exception);
        }
        throw_error(failure_->details);
    } catch (const DBAPIError& error) {
        // Errors of the sink itself, which say nothing of the driver, pass as they are.
        if (error.details().driver.empty()) {
            throw;
        }
        detail::raise_in(execution, error, link_.hide_parameters, failure_->row);
    }
}

}  // namespace athanor::postgresql
