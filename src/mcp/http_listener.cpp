#include "mcp/http_listener.hpp"

#include <thread>

#include "mcp/http_connection.hpp"

namespace athanor::mcp::http {

namespace {

class ConnectionExchange : public Exchange {
public:
    ConnectionExchange(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection, std::shared_ptr<Call> call)
        : loop_(std::move(loop)), connection_(std::move(connection)), call_(std::move(call)) {}

    ~ConnectionExchange() override {
        loop_->post([connection = std::move(connection_), call = call_] { connection->abandon(call); });
    }

    const Request& request() const noexcept override { return call_->request; }

    void set_header(std::string name, std::string value) override {
        const std::lock_guard lock(call_->mutex);
        call_->answer_headers.emplace_back(std::move(name), std::move(value));
    }

    void allow_stream() override { call_->may_stream = true; }

    void begin_stream() override {
        loop_->post([connection = connection_, call = call_] { connection->begin_stream(call); });
    }

    void send_event(std::string json) override {
        loop_->post(
            [connection = connection_, call = call_, json = std::move(json)] { connection->send_event(call, json); });
    }

    void finish(int status, std::string json) override {
        loop_->post([connection = connection_, call = call_, status, json = std::move(json)] {
            connection->finish(call, status, json);
        });
    }

    bool closed() const noexcept override { return call_->closed; }

    void on_close(std::function<void()> callback) override {
        {
            const std::lock_guard lock(call_->mutex);
            if (!call_->closed) {
                call_->on_close = std::move(callback);
                return;
            }
        }
        callback();
    }

private:
    std::shared_ptr<Loop> loop_;
    std::shared_ptr<Connection> connection_;
    std::shared_ptr<Call> call_;
};

void accept(const std::shared_ptr<Loop>& loop) {
    loop->acceptor.async_accept([loop](error_code failed, tcp::socket socket) {
        if (!loop->acceptor.is_open()) {
            return;
        }
        if (failed) {
            // Out of descriptors, most likely: some come back.
            loop->retry.expires_after(std::chrono::milliseconds(100));
            loop->retry.async_wait([loop](error_code) { accept(loop); });
            return;
        }
        std::size_t count = 0;
        {
            const std::lock_guard lock(loop->mutex);
            count = loop->connections.size();
        }
        if (count < 2 * loop->options.max_connections) {
            std::make_shared<Connection>(loop, std::move(socket))->start(count >= loop->options.max_connections);
        }
        accept(loop);
    });
}

}  // namespace

void Connection::hand_over() {
    auto exchange = std::make_shared<ConnectionExchange>(loop_, shared_from_this(), call_);
    try {
        loop_->handler(std::move(exchange));
    } catch (const std::exception& error) {
        athanor::log(athanor::LogLevel::error, "athanor.mcp.http",
                     fmt::format("A request could not be handled: {}", error.what()));
    }
}

struct Listener::Impl {
    Impl(ListenerOptions options, Handler handler)
        : loop(std::make_shared<Loop>(std::move(options), std::move(handler))) {
        error_code failed;
        const auto address = asio::ip::make_address(loop->options.address, failed);
        if (failed) {
            throw ArgumentError(fmt::format("'{}' is no IP address to listen on", loop->options.address),
                                "Give one of this machine, such as 127.0.0.1.");
        }
        const tcp::endpoint endpoint(address, loop->options.port);
        auto& acceptor = loop->acceptor;
        acceptor.open(endpoint.protocol(), failed);
        if (!failed) {
            acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
        }
        if (!failed) {
            acceptor.bind(endpoint, failed);
        }
        if (!failed) {
            acceptor.listen(tcp::acceptor::max_listen_connections, failed);
        }
        if (failed) {
            throw OperationalError(fmt::format("cannot listen on {} port {}: {}", loop->options.address,
                                               loop->options.port, failed.message()),
                                   "Choose another port, or 0 for any free one.");
        }
        port = acceptor.local_endpoint().port();
        accept(loop);
        thread = std::thread([this] { loop->io.run(); });
    }

    /// The connections now, each kept alive; those whose last reference is just going are left out.
    std::vector<std::shared_ptr<Connection>> living() const {
        std::vector<std::shared_ptr<Connection>> found;
        const std::lock_guard lock(loop->mutex);
        for (Connection* one : loop->connections) {
            if (auto alive = one->weak_from_this().lock()) {
                found.push_back(std::move(alive));
            }
        }
        return found;
    }

    void stop_accepting() {
        loop->post([this] {
            if (!loop->accepting) {
                return;
            }
            loop->accepting = false;
            error_code ignored;
            loop->acceptor.close(ignored);
            loop->retry.cancel();
            for (const auto& connection : living()) {
                connection->wind_down();
            }
        });
    }

    void stop(std::chrono::milliseconds grace) {
        if (!thread.joinable()) {
            return;
        }
        stop_accepting();
        {
            std::unique_lock lock(loop->mutex);
            loop->changed.wait_for(lock, grace, [this] { return loop->connections.empty(); });
        }
        loop->post([this] {
            for (const auto& connection : living()) {
                connection->close();
            }
        });
        {
            const std::lock_guard lock(loop->mutex);
            loop->ended = true;
        }
        loop->keep_running.reset();
        thread.join();  // with nothing open, the loop runs dry
    }

    std::shared_ptr<Loop> loop;
    std::uint16_t port = 0;
    std::thread thread;
};

Listener::Listener(ListenerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}

Listener::~Listener() { impl_->stop(std::chrono::milliseconds(0)); }

std::uint16_t Listener::port() const noexcept { return impl_->port; }

void Listener::stop_accepting() { impl_->stop_accepting(); }

void Listener::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }

}  // namespace athanor::mcp::http
