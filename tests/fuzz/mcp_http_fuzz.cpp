// Bytes that a client sends over HTTP, through the listener, the transport and the dispatch of messages, on a socket as
// in life. Nothing may crash, and every connection must come to its end.
#include <arpa/inet.h>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <athanor/mcp/http.hpp>

namespace {

using namespace athanor;

class Served {
public:
    Served() {
        server_.tool<"echo">(
            "Echo", "Says it again.", mcp::reads,
            [](const mcp::Text<0, 20>& text, std::optional<mcp::Range<int, 1, 3>> times, std::optional<Date> day) {
                return text.value + std::to_string(times ? times->value : 1) + (day ? day->to_string() : "");
            },
            mcp::Arg{"text", "What to say"}, mcp::Arg{"times", "How often", "Times"}, mcp::Arg{"day", "When"});
        server_.resource<"test://{name}/data">("data", "Data", "Data by name.", "text/plain",
                                               [](const std::string& name) { return name; });
        server_.prompt<"greet">(
            "Greet", "Greets.", [](const std::string& name) { return name; }, mcp::Arg{"name", "Whom"});
        mcp::HttpOptions options;
        options.requests_per_second = 0;
        options.limits.message_bytes = 10'000;
        options.header_bytes = 2'000;
        http_ = mcp::serve_http(server_, options);
    }

    std::uint16_t port() const { return http_->port(); }

private:
    mcp::Server server_{mcp::ServerOptions{.name = "fuzzed", .version = "1"}};
    std::unique_ptr<mcp::HttpServer> http_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Served served;
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(served.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (client < 0 || ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        std::abort();
    }
    const timeval patience{10, 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    // Ports are used up otherwise: each connection would wait for its last packets.
    const linger at_once{1, 0};
    ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    static_cast<void>(::send(client, data, size, MSG_NOSIGNAL));
    ::shutdown(client, SHUT_WR);
    char bytes[4096];
    ssize_t got = 0;
    do {
        got = ::recv(client, bytes, sizeof(bytes), 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            std::abort();  // the server neither answers nor closes
        }
    } while (got > 0);
    ::close(client);
    return 0;
}
