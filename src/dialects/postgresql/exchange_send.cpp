#include <algorithm>
#include <dlfcn.h>
#include <string>

#include "dialects/postgresql/errors.hpp"
#include "dialects/postgresql/exchange.hpp"

namespace athanor::postgresql {

namespace {

/// Closes one prepared statement: in libpq 17 and later, which may be newer than the header here.
using ClosePrepared = int (*)(PGconn*, const char*);

ClosePrepared close_prepared() {
    static const auto function = reinterpret_cast<ClosePrepared>(dlsym(RTLD_DEFAULT, "PQsendClosePrepared"));
    return function;
}

bool may_be_named(const sql::Compiled& statement) { return statement.id != 0 && !statement.transaction_control; }

}  // namespace

void Exchange::queue() {
    auto* const connection = link_.connection;
    began_inside_ = PQtransactionStatus(connection) != PQTRANS_IDLE;
    bool sent = queue_forget_all();
    for (std::size_t i = 0; sent && i < list_.size(); ++i) {
        const auto runs = blocks_[i].runs();
        list_[i].affected = 0;
        list_[i].keys.clear();
        if (runs == 0) {
            continue;
        }
        const char* name = nullptr;
        sent = queue_prepare(i, name);
        for (std::size_t run = 0; sent && run < runs; ++run) {
            sent = queue_run(i, run, name);
        }
    }
    if (!steps_.empty() || !sent) {
        sent = PQpipelineSync(connection) != 0 && sent;
    }
    if (!sent) {
        ErrorDetails details;
        details.driver = "postgresql";
        details.message = first_line(PQerrorMessage(connection));
        fail({std::move(details), nullptr, steps_.empty() ? 0 : steps_.back().execution, {}, true});
        lost_ = true;
    }
}

bool Exchange::queue_forget_all() {
    // Where single statements cannot be closed all go at once: SQL's DEALLOCATE of one name is not understood by a
    // pooler that keeps the names.
    if (link_.prepared == nullptr || !link_.prepared->full() || close_prepared() != nullptr || began_inside_) {
        return true;
    }
    const bool needs_room = std::any_of(list_.begin(), list_.end(), [this](const Execution& execution) {
        return may_be_named(*execution.statement) && link_.prepared->find(execution.statement->id) == nullptr;
    });
    if (!needs_room) {
        return true;
    }
    if (PQsendQueryParams(link_.connection, "DEALLOCATE ALL", 0, nullptr, nullptr, nullptr, nullptr, 0) == 0) {
        return false;
    }
    steps_.push_back({Kind::forget_prepared, false, 0, 0});
    link_.prepared->forget_all();
    return true;
}

const char* Exchange::new_name(std::uint64_t id, bool& sent) {
    auto& prepared = *link_.prepared;
    if (prepared.full()) {
        if (close_prepared() == nullptr) {
            return nullptr;
        }
        sent = close_prepared()(link_.connection, prepared.forget_oldest().c_str()) != 0;
        if (!sent) {
            return nullptr;
        }
        steps_.push_back({Kind::forget_prepared, false, 0, 0});
    }
    return prepared.add(id);
}

bool Exchange::queue_prepare(std::size_t execution, const char*& name) {
    const auto& statement = *list_[execution].statement;
    const bool by_name = link_.prepared != nullptr && may_be_named(statement);
    name = by_name ? link_.prepared->find(statement.id) : nullptr;
    if (name != nullptr) {
        return true;
    }
    bool sent = true;
    name = by_name ? new_name(statement.id, sent) : nullptr;
    const bool named = name != nullptr;
    const auto& block = blocks_[execution];
    // Without a name it is prepared for this list alone, if it runs several times.
    if (!sent || (!named && block.runs() == 1)) {
        return sent;
    }
    name = named ? name : "";
    const auto& types = block.types();
    if (PQsendPrepare(link_.connection, name, statement.sql.c_str(), static_cast<int>(types.size()), types.data()) ==
        0) {
        return false;
    }
    steps_.push_back({Kind::prepare, named, execution, 0});
    return true;
}

bool Exchange::queue_run(std::size_t execution, std::size_t run, const char* name) {
    const auto& statement = *list_[execution].statement;
    const auto& block = blocks_[execution];
    block.point_to(run, values_, lengths_);
    const auto count = static_cast<int>(values_.size());
    constexpr int binary = 1;
    const int sent = name != nullptr
                         ? PQsendQueryPrepared(link_.connection, name, count, values_.data(), lengths_.data(),
                                               block.formats().data(), binary)
                         : PQsendQueryParams(link_.connection, statement.sql.c_str(), count, block.types().data(),
                                             values_.data(), lengths_.data(), block.formats().data(), binary);
    if (sent == 0) {
        return false;
    }
    steps_.push_back({Kind::run, name != nullptr && *name != '\0', execution, run});
    return true;
}

void Exchange::send() { lost_ = !wait_.send(unanswered()); }

}  // namespace athanor::postgresql
