#include "mcp/uri.hpp"

#include <fmt/format.h>

namespace budget::tools {

namespace {

/// RFC 3986: all but the unreserved characters.
std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string result;
    for (const char c : text) {
        if (plain.find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return result;
}

}  // namespace

std::string summary_uri(std::string_view month) { return fmt::format("budget://summary/{}", month); }

std::string category_uri(std::string_view category, std::string_view month) {
    return fmt::format("budget://category/{}/{}", percent_encoded(category), month);
}

}  // namespace budget::tools
