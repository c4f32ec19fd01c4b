#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <athanor/core/url.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "testing/proxy_loop.hpp"

namespace athanor::testing {

namespace {

constexpr std::uint16_t postgresql_port = 5432;

std::string host_of(const URL& url) {
    return !url.host.empty() ? url.host : url.query_value("host").value_or("/var/run/postgresql");
}

std::uint16_t port_of(const URL& url) {
    if (url.port) {
        return *url.port;
    }
    const auto port = url.query_value("port");
    return port ? static_cast<std::uint16_t>(std::stoi(*port)) : postgresql_port;
}

}  // namespace

/// Commands run in the thread of the proxy, so that nothing of the loop is shared.
struct FaultProxy::Impl {
    using Command = std::function<void(wire::ProxyLoop&)>;

    Impl(const std::string& host, std::uint16_t port)
        : event(wire::make_event()), loop(wire::resolve(host, port)), thread([this] { run(); }) {}

    ~Impl() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wire::signal(event);
        thread.join();
    }

    void run() {
        while (true) {
            std::vector<Command> taken;
            {
                const std::lock_guard lock(mutex);
                if (stopping) {
                    return;
                }
                taken.swap(commands);
            }
            for (const auto& command : taken) {
                command(loop);
            }
            loop.settle();
            publish(taken.size());
            if (!has_commands()) {
                loop.turn(event);
            }
        }
    }

    void publish(std::size_t ran) {
        const std::lock_guard lock(mutex);
        done += ran;
        statistics = loop.rules().statistics;
        changed.notify_all();
    }

    bool has_commands() {
        const std::lock_guard lock(mutex);
        return !commands.empty() || stopping;
    }

    /// Runs a command, and returns when it has taken effect.
    void tell(const Command& command) {
        std::exception_ptr failure;
        std::unique_lock lock(mutex);
        commands.emplace_back([&](wire::ProxyLoop& running) {
            try {
                command(running);
            } catch (...) {
                failure = std::current_exception();
            }
        });
        const auto ticket = ++posted;
        wire::signal(event);
        changed.wait(lock, [&] { return done >= ticket; });
        if (failure) {
            std::rethrow_exception(failure);
        }
    }

    wire::Socket event;
    wire::ProxyLoop loop;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Command> commands;
    std::uint64_t posted = 0;
    std::uint64_t done = 0;
    bool stopping = false;
    FaultProxyStatistics statistics;
    std::thread thread;  ///< last, since it uses all the others
};

FaultProxy::FaultProxy(const std::string& host, std::uint16_t port) : impl_(std::make_unique<Impl>(host, port)) {}

FaultProxy::FaultProxy(std::string_view url) : FaultProxy(host_of(make_url(url)), testing::port_of(make_url(url))) {}

FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const noexcept { return impl_->loop.port(); }

std::string FaultProxy::url(std::string_view server_url) const {
    auto url = make_url(server_url);
    url.host = "127.0.0.1";
    url.port = port();
    std::erase_if(url.query, [](const auto& item) {
        return item.first == "host" || item.first == "port" || item.first == "hostaddr";
    });
    return url.str_with_password();
}

void FaultProxy::pass() {
    impl_->tell([](auto& loop) { loop.pass(); });
}

void FaultProxy::refuse() {
    impl_->tell([](auto& loop) { loop.refuse(); });
}

void FaultProxy::black_hole() {
    impl_->tell([](auto& loop) { loop.black_hole(); });
}

void FaultProxy::delay(std::chrono::milliseconds each_way) {
    impl_->tell([each_way](auto& loop) { loop.rules().delay = each_way; });
}

void FaultProxy::suspend_when_idle(const Suspend& suspend) {
    impl_->tell([&](auto& loop) { loop.suspend_when_idle(suspend); });
}

void FaultProxy::suspend_now(const Suspend& suspend) {
    impl_->tell([&](auto& loop) { loop.suspend_now(suspend); });
}

void FaultProxy::refuse_logins(const Refusal& refusal, std::uint64_t times) {
    impl_->tell([&](auto& loop) {
        loop.rules().refusal = refusal;
        loop.rules().refusals_left = times;
    });
}

void FaultProxy::pooler_rules(bool on) {
    impl_->tell([on](auto& loop) { loop.rules().pooler = on; });
}

void FaultProxy::arm(const Fault& fault) {
    wire::Faults::check(fault);
    impl_->tell([&](auto& loop) { loop.rules().faults.arm(fault); });
}

void FaultProxy::disarm() {
    impl_->tell([](auto& loop) { loop.rules().faults.disarm(); });
}

void FaultProxy::reset_all() {
    impl_->tell([](auto& loop) { loop.strike_all(Strike::reset); });
}

void FaultProxy::close_all() {
    impl_->tell([](auto& loop) { loop.strike_all(Strike::eof); });
}

FaultProxyStatistics FaultProxy::statistics() const {
    // What a client has heard already is counted only when the thread has come to the end of its turn.
    impl_->tell([](auto&) {});
    const std::lock_guard lock(impl_->mutex);
    return impl_->statistics;
}

bool FaultProxy::wait_for(const std::function<bool(const FaultProxyStatistics&)>& wanted,
                          std::chrono::milliseconds limit) const {
    std::unique_lock lock(impl_->mutex);
    return impl_->changed.wait_for(lock, limit, [&] { return wanted(impl_->statistics); });
}

}  // namespace athanor::testing
