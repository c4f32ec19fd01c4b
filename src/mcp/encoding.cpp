#include "mcp/encoding.hpp"

#include <array>
#include <cstdint>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <athanor/core/error.hpp>

namespace athanor::mcp::detail {
namespace {

constexpr std::string_view standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view for_urls = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view octets, std::string_view alphabet, bool padding) {
    std::string result;
    result.reserve((octets.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : octets) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) {
            result += alphabet[(bits >> (count - 6)) & 63U];
        }
    }
    if (count > 0) {
        result += alphabet[(bits << (6 - count)) & 63U];
    }
    while (padding && result.size() % 4 != 0) {
        result += '=';
    }
    return result;
}

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

const unsigned char* data_of(std::string_view octets) { return reinterpret_cast<const unsigned char*>(octets.data()); }

}  // namespace

std::string base64(std::string_view octets) { return encode(octets, standard, true); }

std::string base64url(std::string_view octets) { return encode(octets, for_urls, false); }

std::optional<std::string> from_base64(std::string_view text) {
    const std::size_t whole = text.size();
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    if (text.size() % 4 == 1 || (text.size() != whole && (whole % 4 != 0 || whole - text.size() > 2))) {
        return std::nullopt;
    }
    std::string result;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) {
            return std::nullopt;
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>((bits >> count) & 255U);
        }
    }
    // Bits that mean nothing must be zero: each text has one spelling.
    return (bits & ((1U << count) - 1U)) == 0 ? std::optional(result) : std::nullopt;
}

std::string sha256(std::string_view octets) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw Error("SHA-256 is not available.", "Check the installation of OpenSSL.");
    }
    return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hmac_sha256(std::string_view key, std::string_view octets) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data_of(octets), octets.size(), digest.data(),
             &size) == nullptr) {
        throw Error("HMAC-SHA-256 is not available.", "Check the installation of OpenSSL.");
    }
    return {reinterpret_cast<const char*>(digest.data()), size};
}

bool same_octets(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_octets(std::size_t count) {
    std::string result(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(result.data()), static_cast<int>(count)) != 1) {
        throw Error("The random generator failed.", "Check that /dev/urandom can be read.");
    }
    return result;
}

}  // namespace athanor::mcp::detail
