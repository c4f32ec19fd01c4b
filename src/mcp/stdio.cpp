#include <array>
#include <cerrno>
#include <poll.h>
#include <thread>
#include <unistd.h>

#include <athanor/mcp/stdio.hpp>

#include "mcp/lines.hpp"
#include "mcp/peer.hpp"
#include "mcp/signals.hpp"

namespace athanor::mcp {
namespace {

class LineOutlet final : public detail::Outlet {
public:
    explicit LineOutlet(std::shared_ptr<detail::LineWriter> writer) : writer_(std::move(writer)) {}
    void message(std::string text) override { writer_->write(std::move(text)); }
    void reply(detail::Reply reply) override {
        if (!reply.text.empty()) {
            writer_->write(std::move(reply.text));
        }
    }

private:
    std::shared_ptr<detail::LineWriter> writer_;
};

enum class End { of_input, by_signal, of_output };

/// Hands in lines until nothing more comes.
class Service {
public:
    Service(Server& server, int in, int out, const StdioOptions& options, int signals)
        : in_(in),
          signals_(signals),
          writer_(std::make_shared<detail::LineWriter>(out)),
          lines_(options.limits.message_bytes),
          endpoint_(server, options.limits, false) {
        arrival_.transport = "stdio";
        arrival_.session_id = endpoint_.open_session(std::make_shared<LineOutlet>(writer_));
    }

    End read() {
        std::array<char, 65536> buffer{};
        while (true) {
            std::array<pollfd, 3> watched{pollfd{in_, POLLIN, 0}, pollfd{signals_, POLLIN, 0},
                                          pollfd{writer_->descriptor(), 0, 0}};
            if (::poll(watched.data(), watched.size(), -1) < 0) {
                if (errno != EINTR) {
                    return End::of_input;
                }
                continue;
            }
            if (watched[1].revents != 0) {
                return End::by_signal;
            }
            if (writer_->failed() || (watched[2].revents & (POLLERR | POLLNVAL)) != 0) {
                return End::of_output;
            }
            if (watched[0].revents == 0) {
                continue;
            }
            const auto count = ::read(in_, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count <= 0) {
                lines_.finish([this](std::string_view line) { take(line); });
                return End::of_input;
            }
            lines_.add({buffer.data(), static_cast<std::size_t>(count)}, [this](std::string_view line) { take(line); });
        }
    }

    detail::Endpoint& endpoint() { return endpoint_; }
    [[nodiscard]] bool output_failed() const { return writer_->failed(); }

private:
    void take(std::string_view line) { endpoint_.receive(line, arrival_, std::make_shared<LineOutlet>(writer_)); }

    int in_;
    int signals_;
    std::shared_ptr<detail::LineWriter> writer_;
    detail::LineReader lines_;
    detail::Arrival arrival_;
    detail::Endpoint endpoint_;
};

/// Everything received is answered, unless a signal says that it takes too long.
void drain(detail::Endpoint& endpoint, int signals, std::chrono::milliseconds grace) {
    const detail::Pipe over;
    std::thread watch([&] {
        std::array<pollfd, 2> watched{pollfd{signals, POLLIN, 0}, pollfd{over.reader(), POLLIN, 0}};
        while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
        }
        if (watched[0].revents != 0) {
            endpoint.stop(grace);
        }
    });
    endpoint.drain();
    over.wake();
    watch.join();
}

}  // namespace

int serve_stdio(Server& server, int in, int out, const StdioOptions& options) {
    const detail::SignalPipe signals(options.handle_signals);
    Service service(server, in, out, options, signals.reader());
    switch (service.read()) {
    case End::of_input:
        drain(service.endpoint(), signals.reader(), options.grace);
        service.endpoint().stop(std::chrono::milliseconds(0));
        break;
    case End::by_signal:
        service.endpoint().stop(options.grace);
        break;
    case End::of_output:
        service.endpoint().stop(std::chrono::milliseconds(0));
        break;
    }
    return service.output_failed() ? 1 : 0;
}

}  // namespace athanor::mcp
