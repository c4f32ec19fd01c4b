#include "mcp/parse.hpp"

#include <vector>

#include <fmt/format.h>

#include <athanor/core/text.hpp>

namespace athanor::mcp::detail {
namespace {

// ordered_json looks for a member by going through all of them, so that an object of n members costs n * n / 2.
constexpr std::size_t max_members = 2000;
constexpr std::size_t max_values = 1'000'000;

void check_size(std::string_view text, const Limits& limits) {
    struct Level {
        bool object;
        std::size_t entries;
    };
    std::vector<Level> open;
    std::size_t values = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case '"':
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                i += text[i] == '\\' ? 1 : 0;
            }
            break;
        case '{':
        case '[':
            open.push_back({text[i] == '{', 1});
            if (open.size() > limits.depth) {
                throw ParseFailure{fmt::format("nested more than {} deep", limits.depth), true};
            }
            break;
        case '}':
        case ']':
            if (!open.empty()) {
                open.pop_back();
            }
            break;
        case ',':
            if (++values > max_values || (!open.empty() && ++open.back().entries > max_members && open.back().object)) {
                throw ParseFailure{
                    fmt::format("more than {} members in one object or {} values", max_members, max_values), true};
            }
            break;
        default:
            break;
        }
    }
}

}  // namespace

Json parse_json(std::string_view text, const Limits& limits) {
    if (text.size() > limits.message_bytes) {
        throw ParseFailure{fmt::format("a message of {} bytes, more than {}", text.size(), limits.message_bytes), true};
    }
    if (!is_valid_utf8(text)) {
        throw ParseFailure{"the message is not UTF-8"};
    }
    check_size(text, limits);
    Json value = Json::parse(text, nullptr, false);
    if (value.is_discarded()) {
        throw ParseFailure{"the message is not JSON"};
    }
    return value;
}

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string canonical(const Json& value) {
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace athanor::mcp::detail
