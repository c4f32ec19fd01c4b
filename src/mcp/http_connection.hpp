#pragma once

#include <atomic>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <mutex>
#include <unordered_set>

#define BOOST_ASIO_NO_DEPRECATED  // NOLINT(readability-identifier-naming): a switch of Boost
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "mcp/http_listener.hpp"

// One connection of the listener. Only http_listener.cpp includes this.
namespace athanor::mcp::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr std::size_t read_size = std::size_t{16} << 10U;
constexpr std::chrono::milliseconds linger_time{1'000};

inline std::string_view reason_of(int status) {
    const auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(status));
    return {reason.data(), reason.size()};
}

inline std::string date_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[64];
    const auto size = std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text, size};
}

class Connection;

/// What a handler and a connection share of one request.
struct Call {
    Request request;
    std::atomic<bool> closed{false};
    std::atomic<bool> may_stream{false};
    std::mutex mutex;  // of all below
    Headers answer_headers;
    std::function<void()> on_close;
};

/// What all connections share. Lives until the last exchange is dropped; does nothing more once it has ended.
struct Loop {
    Loop(ListenerOptions given, Handler handle)
        : options(std::move(given)),
          handler(std::move(handle)),
          limiter(options.guard.requests_per_second, options.guard.burst),
          acceptor(io),
          retry(io),
          keep_running(io.get_executor()) {}

    template <class Work>
    void post(Work work) {
        const std::lock_guard lock(mutex);
        if (!ended) {
            asio::post(io, std::move(work));
        }
    }

    ListenerOptions options;
    Handler handler;
    RateLimiter limiter;
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer retry;
    asio::executor_work_guard<asio::io_context::executor_type> keep_running;
    bool accepting = true;  // in the loop's thread only
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;                           // under the mutex
    std::unordered_set<Connection*> connections;  // changed in the loop's thread and under the mutex
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Loop> loop, tcp::socket socket)
        : loop_(std::move(loop)), socket_(std::move(socket)), timer_(loop_->io) {
        const std::lock_guard lock(loop_->mutex);
        loop_->connections.insert(this);
    }

    ~Connection() { forget(); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start(bool is_one_too_many) {
        error_code failed;
        const auto peer = socket_.remote_endpoint(failed);
        client_ = failed ? std::string() : peer.address().to_string();
        socket_.set_option(tcp::no_delay(true), failed);
        is_one_too_many_ = is_one_too_many;
        parser_.emplace();
        limit_parser();
        arm(loop_->options.header_timeout);
        read();
    }

    /// No more requests: ends at once unless an answer is due.
    void wind_down() {
        if (state_ == State::head || state_ == State::body) {
            close();
        } else {
            closes_after_ = true;
        }
    }

    void close() {
        peer_is_gone();
        state_ = State::closed;
        forget();
        timer_.cancel();
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    // What exchanges ask for, in the loop's thread. A call that is not the present one is over.

    void begin_stream(const std::shared_ptr<Call>& call) {
        if (call_ != call || streams_ || state_ != State::answering) {
            return;
        }
        streams_ = true;
        std::string head = head_of(200, "text/event-stream", call.get());
        head += "Cache-Control: no-cache, no-transform\r\nX-Accel-Buffering: no\r\nTransfer-Encoding: chunked\r\n\r\n";
        write(std::move(head));
    }

    void send_event(const std::shared_ptr<Call>& call, const std::string& json) {
        begin_stream(call);
        if (call_ == call && state_ == State::answering) {
            write_chunk(fmt::format("event: message\ndata: {}\n\n", json));
        }
    }

    void finish(const std::shared_ptr<Call>& call, int status, const std::string& json) {
        if (call_ != call || state_ != State::answering) {
            return;
        }
        if (streams_) {
            if (!json.empty()) {
                send_event(call, json);
            }
            answered();
            write("0\r\n\r\n");
        } else {
            answer(status, json, call.get());
        }
    }

    void abandon(const std::shared_ptr<Call>& call) {
        if (call_ == call && state_ == State::answering) {
            finish(call, 500, streams_ ? std::string() : error_body(500, "the server gave no answer"));
        }
    }

private:
    enum class State { head, body, answering, finishing, lingering, closed };

    void forget() {
        const std::lock_guard lock(loop_->mutex);
        loop_->connections.erase(this);
        loop_->changed.notify_all();
    }

    void limit_parser() {
        const auto& options = loop_->options;
        parser_->header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
        parser_->body_limit(options.max_body_bytes);
    }

    // --- reading: one read is under way as long as the socket is open, so that a peer that goes is noticed.

    void read() {
        socket_.async_read_some(
            buffer_.prepare(read_size),
            [self = shared_from_this()](error_code failed, std::size_t n) { self->on_read(failed, n); });
    }

    void on_read(error_code failed, std::size_t n) {
        if (state_ == State::closed) {
            return;
        }
        if (failed) {
            close();
            return;
        }
        if (state_ == State::lingering || (state_ == State::finishing && closes_after_)) {
            read();  // what is still sent to one that is refused
            return;
        }
        buffer_.commit(n);
        const bool is_waiting = state_ == State::answering || state_ == State::finishing;
        if (is_waiting && buffer_.size() > loop_->options.max_header_bytes) {
            close();  // sends and sends without waiting for answers
            return;
        }
        if (!is_waiting) {
            parse();
        }
        if (state_ != State::closed) {
            read();
        }
    }

    void parse() {
        while ((state_ == State::head || state_ == State::body) && buffer_.size() > 0) {
            if (is_between_requests_) {
                is_between_requests_ = false;
                arm(loop_->options.header_timeout);
            }
            error_code failed;
            buffer_.consume(parser_->put(buffer_.data(), failed));
            if (failed && failed != beast::http::error::need_more) {
                refuse_malformed(failed);
                return;
            }
            if (state_ == State::head && parser_->is_header_done()) {
                on_head();
            }
            if (state_ == State::body && parser_->is_done()) {
                on_request();
                return;
            }
            if (failed) {
                return;
            }
        }
    }

    void refuse_malformed(error_code failed) {
        const auto& options = loop_->options;
        if (failed == beast::http::error::header_limit || failed == beast::http::error::buffer_overflow) {
            refuse(431, fmt::format("the headers are larger than {} bytes", options.max_header_bytes));
        } else if (failed == beast::http::error::body_limit) {
            refuse(413, fmt::format("the body is larger than {} bytes", options.max_body_bytes));
        } else if (failed == beast::http::error::bad_version) {
            refuse(505, "only HTTP/1.1 is spoken here");
        } else {
            refuse(400, "this is not a well-formed HTTP/1.1 request");
        }
    }

    void on_head() {
        const auto& message = parser_->get();
        const auto& options = loop_->options;
        request_ = Request{};
        const auto method = message.method_string();
        request_.method.assign(method.data(), method.size());
        request_.client = client_;
        for (const auto& field : message) {
            const auto name = field.name_string();
            const auto value = field.value();
            request_.headers.emplace_back(std::string(name.data(), name.size()),
                                          std::string(value.data(), value.size()));
        }
        std::string_view target(message.target().data(), message.target().size());
        target = target.substr(0, target.find('?'));

        if (message.version() != 11) {
            refuse(505, "only HTTP/1.1 is spoken here");
        } else if (is_one_too_many_ || !loop_->accepting) {
            refuse(503, "the server is busy; try again later", {{"Retry-After", "1"}});
        } else if (const auto wait = loop_->limiter.take(client_, RateLimiter::Clock::now())) {
            refuse(429, "too many requests; wait a little", {{"Retry-After", std::to_string(wait->count())}});
        } else if (const auto refusal = refusal_of(request_, options.guard)) {
            refuse(refusal->status, refusal->why,
                   refusal->status == 401 ? Headers{{"WWW-Authenticate", R"(Bearer realm="mcp")"}} : Headers{});
        } else if (target != options.path) {
            refuse(404, "there is nothing at this path");
        } else {
            state_ = State::body;
            arm(options.body_timeout);
            if (!parser_->is_done() && message.count(beast::http::field::expect) != 0) {
                write("HTTP/1.1 100 Continue\r\n\r\n");
            }
            parser_->eager(true);
        }
    }

    void on_request() {
        request_.body = std::move(parser_->get().body());
        if (!parser_->keep_alive()) {
            closes_after_ = true;
        }
        is_head_method_ = request_.method == "HEAD";
        call_ = std::make_shared<Call>();
        call_->request = std::move(request_);
        state_ = State::answering;
        arm(loop_->options.keep_alive);
        hand_over();
    }

    void hand_over();

    // --- writing

    void refuse(int status, std::string_view why, const Headers& headers = {}) {
        athanor::log(athanor::LogLevel::debug, "athanor.mcp.http", fmt::format("{} for {}: {}", status, client_, why));
        closes_after_ = true;
        is_head_method_ = request_.method == "HEAD";
        Call call;
        call.answer_headers = headers;
        answer(status, error_body(status, why), &call);
    }

    void answer(int status, const std::string& body, Call* call) {
        std::string text = head_of(status, body.empty() ? "" : "application/json", call);
        if (status != 204 && status != 304) {
            text += fmt::format("Content-Length: {}\r\n", body.size());
        }
        text += "\r\n";
        if (!is_head_method_) {
            text += body;
        }
        answered();
        write(std::move(text));
    }

    std::string head_of(int status, std::string_view type, Call* call) const {
        std::string text = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", status, reason_of(status), date_now());
        if (!type.empty()) {
            text += fmt::format("Content-Type: {}\r\n", type);
        }
        if (closes_after_) {
            text += "Connection: close\r\n";
        }
        const std::lock_guard lock(call->mutex);
        for (const auto& [name, value] : call->answer_headers) {
            text += fmt::format("{}: {}\r\n", name, value);
        }
        return text;
    }

    void answered() {
        state_ = State::finishing;
        if (call_) {
            const std::lock_guard lock(call_->mutex);
            call_->on_close = nullptr;
        }
        call_ = nullptr;
        streams_ = false;
    }

    void write_chunk(const std::string& data) { write(fmt::format("{:x}\r\n{}\r\n", data.size(), data)); }

    void write(std::string text) {
        pending_ += text.size();
        if (pending_ > loop_->options.max_pending_bytes && state_ == State::answering) {
            close();
            return;
        }
        output_.push_back(std::move(text));
        if (output_.size() == 1) {
            write_next();
        }
    }

    void write_next() {
        arm(loop_->options.write_timeout);
        asio::async_write(socket_, asio::buffer(output_.front()),
                          [self = shared_from_this()](error_code failed, std::size_t) { self->on_written(failed); });
    }

    void on_written(error_code failed) {
        if (state_ == State::closed) {
            return;
        }
        if (failed) {
            close();
            return;
        }
        pending_ -= output_.front().size();
        output_.pop_front();
        if (!output_.empty()) {
            write_next();
        } else if (state_ == State::answering) {
            arm(loop_->options.keep_alive);
        } else if (state_ == State::body) {
            arm(loop_->options.body_timeout);
        } else if (state_ == State::finishing) {
            closes_after_ ? linger() : next_request();
        }
    }

    void next_request() {
        state_ = State::head;
        request_ = Request{};
        parser_.emplace();
        limit_parser();
        is_between_requests_ = true;
        arm(loop_->options.idle_timeout);
        parse();
    }

    /// Closing with bytes unread would make the kernel throw away the answer on its way.
    void linger() {
        state_ = State::lingering;
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        arm(linger_time);
    }

    // --- time

    void arm(std::chrono::milliseconds time) {
        timer_.expires_after(time);
        timer_.async_wait([self = shared_from_this(), turn = ++turn_](error_code failed) {
            if (!failed && self->turn_ == turn) {
                self->on_time();
            }
        });
    }

    void on_time() {
        if (!output_.empty() || state_ == State::lingering || state_ == State::finishing || is_between_requests_) {
            close();
        } else if (state_ == State::answering) {
            keep_alive();
        } else if (state_ == State::head && buffer_.size() == 0) {
            close();
        } else if (state_ != State::closed) {
            refuse(408, "the request did not come in time");
        }
    }

    void keep_alive() {
        if (!streams_ && call_->may_stream) {
            begin_stream(call_);
        }
        if (streams_) {
            write_chunk(": still here\n\n");
        } else {
            arm(loop_->options.keep_alive);
        }
    }

    void peer_is_gone() {
        if (!call_) {
            return;
        }
        const auto call = std::move(call_);
        call_ = nullptr;
        call->closed = true;
        std::function<void()> callback;
        {
            const std::lock_guard lock(call->mutex);
            callback.swap(call->on_close);
        }
        if (callback) {
            callback();
        }
    }

    std::shared_ptr<Loop> loop_;
    tcp::socket socket_;
    asio::steady_timer timer_;
    unsigned long turn_ = 0;  // of the timer: what was started earlier is void
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    State state_ = State::head;
    std::string client_;
    Request request_;
    std::shared_ptr<Call> call_;
    std::deque<std::string> output_;
    std::size_t pending_ = 0;
    bool is_one_too_many_ = false;
    bool is_between_requests_ = false;
    bool is_head_method_ = false;
    bool closes_after_ = false;
    bool streams_ = false;
};

}  // namespace athanor::mcp::http
