#include <algorithm>

#include "dialects/postgresql/control_statements.hpp"
#include "dialects/postgresql/errors.hpp"
#include "dialects/postgresql/exchange.hpp"

namespace athanor::postgresql {

void Exchange::note_lost() {
    lost_ = lost_ || fatal_ || PQstatus(link_.connection) == CONNECTION_BAD;
    if (!lost_) {
        return;
    }
    // After its last words the connection looks open for one answer more.
    const auto at = fatal_ ? fatal_at_ : answered_;
    if (failure_ && !failure_->loss) {
        // The server reported an error before, or a sink did: the first error says why nothing is saved.
        failure_->details.connection_invalidated = true;
        return;
    }
    if (settled(at)) {
        failure_.reset();
        return;
    }
    if (!failure_) {
        fail({wait_.describe(),
              nullptr,
              steps_.empty() ? 0 : steps_[std::min(at, steps_.size() - 1)].execution,
              {},
              true});
    }
    failure_->details = describe_loss(std::move(failure_->details), outcome_unknown(at));
    failure_->details.retryable = failure_->details.retryable && !committed_;
}

bool Exchange::settled(std::size_t lost_at) const {
    // The answer to COMMIT came: what happens to the connection behind it changes nothing.
    return lost_at == steps_.size() && committed_ && control_of(statement(steps_.back()).sql) == Control::commit;
}

bool Exchange::outcome_unknown(std::size_t lost_at) const {
    // Only the server's own last words tell that what follows in the list was not begun.
    const bool stopped_there = fatal_ && in_place_;
    bool open = began_inside_;
    bool unsettled = false;  // outside a transaction: saved with the end of the list
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if (steps_[i].kind != Kind::run) {
            continue;
        }
        const auto& compiled = statement(steps_[i]);
        switch (control_of(compiled.sql)) {
        case Control::begin:
            open = true;
            break;
        case Control::commit:
            if (i == lost_at || (i > lost_at && !stopped_there)) {
                return true;
            }
            open = false;
            break;
        case Control::rollback:
            open = false;
            break;
        case Control::none:
            if (!open && !compiled.reads_only && !keeps_nothing(compiled.sql)) {
                if (i == lost_at && may_commit(compiled.sql)) {
                    return true;
                }
                unsettled = true;
            }
            break;
        }
    }
    return unsettled && !(stopped_there && lost_at < steps_.size());
}

}  // namespace athanor::postgresql
