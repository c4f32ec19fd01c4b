#include "dialects/postgresql/exchange.hpp"

#include <algorithm>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/control_statements.hpp"
#include "dialects/postgresql/errors.hpp"
#include "engine/parameter_rows.hpp"
#include "engine/parameter_text.hpp"
#include "engine/returned_keys.hpp"

namespace athanor::postgresql {

Exchange::Exchange(Link link, std::span<Execution> list, std::span<const ParameterBlock> blocks)
    : link_(link), wait_(link.connection, link.statement_timeout), list_(list), blocks_(blocks) {}

void Exchange::run() {
    queue();
    if (steps_.empty() && !lost_) {
        return;
    }
    ++link_.statistics->round_trips;
    if (!lost_) {
        send();
    }
    for (const auto& step : steps_) {
        if (lost_) {
            break;
        }
        read_step(step);
        answered_ += lost_ ? 0 : 1;
    }
    read_end();
    note_lost();
}

bool Exchange::next(ResultHandle& result) {
    if (!wait_.for_result(unanswered())) {
        lost_ = true;
        return false;
    }
    result.reset(PQgetResult(link_.connection));
    return result != nullptr;
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
    for (ResultHandle result; !lost_ && next(result);) {
        take(step, result.get(), sink, open);
    }
    lost_ = lost_ || PQstatus(link_.connection) == CONNECTION_BAD;
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
        forget(step);
        break;
    case PGRES_FATAL_ERROR:
    case PGRES_BAD_RESPONSE:
        take_error(step, result);
        break;
    default:
        // COPY, or answers out of step: libpq cannot go on from there.
        fail({{}, unexpected_answer(PQresultStatus(result)), step.execution, {}});
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
    const auto tag = std::string_view(status);
    committed_ = committed_ || tag.starts_with("COMMIT") || tag == "PREPARE TRANSACTION";
    if (tag == "ROLLBACK" && control_of(statement(step).sql) == Control::commit) {
        ErrorDetails details;
        details.driver = "postgresql";
        details.sqlstate = "25P02";
        details.message =
            "the transaction had failed before, so the server answered COMMIT with ROLLBACK: nothing was saved";
        details.hint = "run the whole transaction again";
        return fail({std::move(details), nullptr, step.execution, {}});
    }
    const bool counts = statement(step).keys == sql::Compiled::Keys::returned || !tag.starts_with("SELECT");
    list_[step.execution].affected += counts ? affected_rows(PQcmdTuples(const_cast<PGresult*>(result))) : 0;
}

void Exchange::take_error(const Step& step, const PGresult* result) {
    const bool last_words = is_fatal(result);
    if (last_words && !fatal_) {
        fatal_ = true;
        fatal_at_ = answered_;
        in_place_ = names_its_place(result);
    }
    if (step.kind == Kind::run && PQresultErrorField(result, PG_DIAG_SQLSTATE) != nullptr && !last_words) {
        ++link_.statistics->executed;
    }
    if (!failure_ && step.named && is_stale_plan(result)) {
        stale_ = true;
        for (const auto& execution : list_) {
            link_.prepared->forget(execution.statement->id);
        }
    }
    forget(step);
    std::optional<std::size_t> row;
    if (statement(step).rows == sql::Compiled::Rows::loop) {
        row = step.run;
    }
    auto details = describe_error(result, shows_values(step.execution));
    if (stale_ && !failure_) {
        details.retryable = true;
        details.hint = "the tables were changed since the statement was prepared; roll back and run the whole "
                       "transaction again";
    }
    const bool loss = last_words || details.sqlstate.empty();
    fail({std::move(details), nullptr, step.execution, row, loss});
}

void Exchange::forget(const Step& step) noexcept {
    if (step.kind == Kind::prepare && step.named) {
        link_.prepared->forget(statement(step).id);
    }
}

void Exchange::deliver(const Step& step, const PGresult* result, RowSink& sink, bool& open) {
    if (failure_) {
        return;
    }
    try {
        if (!open) {
            cursor_.open(result);
            open = true;
            delivered_ = delivered_ || &sink == list_[step.execution].rows;
            sink.begin(cursor_);
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
        ResultHandle result;
        if (!next(result)) {
            lost_ = lost_ || PQstatus(link_.connection) == CONNECTION_BAD;
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
        failure_->loss ? throw_loss(failure_->details) : throw_error(failure_->details);
    } catch (const DBAPIError& error) {
        // Errors of the sink itself, which say nothing of the driver, pass as they are.
        if (error.details().driver.empty()) {
            throw;
        }
        detail::raise_in(execution, error, link_.hide_parameters, failure_->row);
    }
}

}  // namespace athanor::postgresql
