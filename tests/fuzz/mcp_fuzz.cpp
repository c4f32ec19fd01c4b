#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

#include "mcp/lines.hpp"
#include "mcp/peer.hpp"

// Whatever a client writes, each line of it is answered at most once, and by JSON.
namespace {

using athanor::mcp::Json;

class Checked final : public athanor::mcp::detail::Outlet {
public:
    void message(std::string text) override { check(text); }
    void reply(athanor::mcp::detail::Reply reply) override {
        if (replied_) {
            std::abort();
        }
        replied_ = true;
        if (!reply.text.empty()) {
            check(reply.text);
        }
    }

private:
    static void check(const std::string& text) {
        const Json message = Json::parse(text, nullptr, false);
        if (!message.is_object() || message.value("jsonrpc", "") != "2.0" || text.find('\n') != std::string::npos) {
            std::abort();
        }
    }
    bool replied_ = false;
};

enum class Kind { one, two };

/// Filled on first use.
struct Fuzzed {
    athanor::mcp::Server made{{.name = "fuzz", .version = "1"}};
    Fuzzed() {
        using namespace athanor;
        made.tool<"t">(
            "T", "T.", mcp::reads,
            [](std::optional<Date>, std::optional<Decimal>, std::vector<Kind>, std::optional<mcp::Range<int, 0, 9>>) {
                return 1;
            },
            mcp::Arg{"d", "d"}, mcp::Arg{"m", "m"}, mcp::Arg{"k", "k"}, mcp::Arg{"r", "r"});
        made.resource<"x://{a}/{b}">("r", "R", "R.", "text/plain", [](const std::string& a, YearMonth) { return a; });
        made.prompt<"p">(
            "P", "P.", [](int n) { return std::to_string(n); }, mcp::Arg{"n", "n"});
    }
};

athanor::mcp::Server& server() {
    static Fuzzed fuzzed;
    return fuzzed.made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    athanor::mcp::Limits limits;
    limits.threads = 1;
    limits.message_bytes = 2000;
    athanor::mcp::detail::Endpoint endpoint(server(), limits, false);
    athanor::mcp::detail::Arrival arrival;
    arrival.transport = "stdio";
    arrival.session_id = endpoint.open_session(std::make_shared<Checked>());
    athanor::mcp::detail::LineReader lines(limits.message_bytes);
    const auto take = [&](std::string_view line) { endpoint.receive(line, arrival, std::make_shared<Checked>()); };
    lines.add({reinterpret_cast<const char*>(data), size}, take);
    lines.finish(take);
    endpoint.drain();
    return 0;
}
