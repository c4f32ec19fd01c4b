#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include <athanor/engine/pool_events.hpp>
#include <athanor/mcp/sessions.hpp>

namespace athanor::mcp {

struct CancelStatements::Work {
    std::mutex mutex;
    std::vector<DriverConnection*> held;  ///< by the thread of the work; taken out before they are closed
    bool cancelled = false;

    void cancel() {
        const std::lock_guard lock(mutex);
        cancelled = true;
        for (auto* connection : held) {
            connection->cancel();
        }
    }
    void take(DriverConnection* connection) {
        const std::lock_guard lock(mutex);
        if (cancelled) {
            throw Cancelled();
        }
        if (std::ranges::find(held, connection) == held.end()) {
            held.push_back(connection);
        }
    }
    void leave(const DriverConnection* connection) {
        const std::lock_guard lock(mutex);
        std::erase(held, connection);
    }
};

namespace {

// A connection is used by the thread that took it, so the events of its use are this thread's too.
thread_local CancelStatements::Work* current = nullptr;

void listen(const Engine& engine) {
    for (const auto event : {PoolEvent::connect, PoolEvent::checkout}) {
        engine.events().listen(event, [](const PoolEventInfo& info) {
            if (current != nullptr) {
                current->take(info.connection);
            }
        });
    }
    for (const auto event : {PoolEvent::checkin, PoolEvent::invalidate, PoolEvent::close, PoolEvent::detach}) {
        engine.events().listen(event, [](const PoolEventInfo& info) {
            if (current != nullptr) {
                current->leave(info.connection);
            }
        });
    }
}

/// A session with what ends its statements; in this order, so that the session goes first.
template <class S>
struct Held {
    Held(Context& context, const Engine& engine) : cancel(context), session(engine) {}
    CancelStatements cancel;
    S session;
};

template <class S>
void provide(Server& server, const Engine& engine) {
    server.provide<S>([engine](Context& context) {
        auto held = std::make_shared<Held<S>>(context, engine);
        return std::shared_ptr<S>(held, &held->session);
    });
}

}  // namespace

CancelStatements::CancelStatements(Context& context)
    : work_(std::make_shared<Work>()),
      before_(std::exchange(current, work_.get())),
      hook_(context.on_cancel([work = work_] { work->cancel(); })) {}

CancelStatements::~CancelStatements() { current = before_; }

void make_cancellable(const Engine& engine) {
    listen(engine);
    if (const Engine reader = engine.reader(); &reader.events() != &engine.events()) {
        listen(reader);
    }
}

void provide_sessions(Server& server, const Engine& engine) {
    make_cancellable(engine);
    provide<ReadSession>(server, engine);
    provide<Session>(server, engine);
}

}  // namespace athanor::mcp
