#include "dialects/postgresql/cancel_request.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace athanor::postgresql {

struct CancelRequest::State {
    CancelHandle handle;
    std::mutex mutex;
    std::condition_variable ended;
    bool running = false;

    void end() {
        {
            const std::lock_guard lock(mutex);
            running = false;
        }
        ended.notify_all();
    }
};

CancelRequest::CancelRequest(PGconn* connection) : state_(std::make_shared<State>()) {
    state_->handle.reset(PQgetCancel(connection));
}

void CancelRequest::send() const noexcept {
    if (!state_->handle) {
        return;
    }
    try {
        std::unique_lock lock(state_->mutex);
        if (!state_->running) {
            // The thread holds the state: the connection may be gone before the network answers.
            std::thread([state = state_] {
                char ignored[256];
                PQcancel(state->handle.get(), ignored, sizeof ignored);
                state->end();
            }).detach();
            state_->running = true;
        }
        state_->ended.wait_for(lock, std::chrono::seconds(1), [this] { return !state_->running; });
    } catch (...) {  // no thread can be made: the statement runs to its end
    }
}

}  // namespace athanor::postgresql
