#include <cerrno>
#include <poll.h>
#include <string>

#include <fmt/format.h>

#include "dialects/postgresql/errors.hpp"
#include "dialects/postgresql/exchange.hpp"

namespace athanor::postgresql {

namespace {

// Each takes memory in the server; so many different statements mean that texts are built anew all the time.
constexpr std::size_t max_prepared = 1000;

struct Name {
    explicit Name(std::uint64_t id) { *fmt::format_to(text, "a{}", id) = '\0'; }
    char text[24];
};

bool is_named(const sql::Compiled& statement) { return statement.id != 0 && !statement.transaction_control; }

}  // namespace

void Exchange::queue() {
    auto* const connection = link_.connection;
    bool sent = true;
    if (link_.prepared->size() >= max_prepared && PQtransactionStatus(connection) == PQTRANS_IDLE) {
        // Names are never dropped one by one: a pooler between here and the server would not understand it.
        sent = PQsendQueryParams(connection, "DEALLOCATE ALL", 0, nullptr, nullptr, nullptr, nullptr, 0) != 0;
        if (sent) {
            steps_.push_back({Kind::forget_prepared, 0, 0});
            link_.prepared->clear();
        }
    }
    for (std::size_t i = 0; sent && i < list_.size(); ++i) {
        const auto runs = blocks_[i].runs();
        list_[i].affected = 0;
        list_[i].keys.clear();
        if (runs == 0) {
            continue;
        }
        sent = queue_prepare(i);
        for (std::size_t run = 0; sent && run < runs; ++run) {
            sent = queue_run(i, run);
        }
    }
    if (!steps_.empty() || !sent) {
        sent = PQpipelineSync(connection) != 0 && sent;
    }
    if (!sent) {
        ErrorDetails details;
        details.driver = "postgresql";
        details.message = first_line(PQerrorMessage(connection));
        details.hint = "the statement could not be sent";
        fail({std::move(details), nullptr, steps_.empty() ? 0 : steps_.back().execution, {}});
        lost_ = true;
    }
}

bool Exchange::queue_prepare(std::size_t execution) {
    const auto& statement = *list_[execution].statement;
    if (!is_named(statement) || link_.prepared->contains(statement.id)) {
        return true;
    }
    const auto& types = blocks_[execution].types();
    if (PQsendPrepare(link_.connection, Name(statement.id).text, statement.sql.c_str(), static_cast<int>(types.size()),
                      types.data()) == 0) {
        return false;
    }
    link_.prepared->insert(statement.id);
    steps_.push_back({Kind::prepare, execution, 0});
    return true;
}

bool Exchange::queue_run(std::size_t execution, std::size_t run) {
    const auto& statement = *list_[execution].statement;
    const auto& block = blocks_[execution];
    block.point_to(run, values_, lengths_);
    const auto count = static_cast<int>(values_.size());
    constexpr int binary = 1;
    const int sent = is_named(statement)
                         ? PQsendQueryPrepared(link_.connection, Name(statement.id).text, count, values_.data(),
                                               lengths_.data(), block.formats().data(), binary)
                         : PQsendQueryParams(link_.connection, statement.sql.c_str(), count, block.types().data(),
                                             values_.data(), lengths_.data(), block.formats().data(), binary);
    if (sent == 0) {
        return false;
    }
    steps_.push_back({Kind::run, execution, run});
    return true;
}

void Exchange::flush() {
    // Both directions at once: a server that waits for us to take its answers takes no more statements.
    while (PQflush(link_.connection) == 1) {
        pollfd socket{PQsocket(link_.connection), POLLIN | POLLOUT, 0};
        if (poll(&socket, 1, -1) < 0 && errno != EINTR) {
            return;
        }
        if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(link_.connection) == 0) {
            return;
        }
    }
}

}  // namespace athanor::postgresql
