#include "schema/names.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/schema/table.hpp>

namespace athanor {

namespace {

// FNV-1a, 32 bit: the name must be the same on every machine and in every release, which std::hash does not promise.
std::uint32_t stable_hash(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
}

std::size_t character_start(std::string_view text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        --at;
    }
    return at;
}

}  // namespace

std::string conventional_name(std::string_view prefix, std::string_view table, const std::vector<std::string>& parts) {
    std::string name = fmt::format("{}_{}", prefix, table);
    for (const auto& part : parts) {
        name += '_';
        name += part;
    }
    if (name.size() <= max_identifier_bytes) {
        return name;
    }
    const auto kept = character_start(name, max_identifier_bytes - 9);
    return fmt::format("{}_{:08x}", std::string_view(name).substr(0, kept), stable_hash(name));
}

namespace detail {

void check_identifier(std::string_view name, std::string_view what) {
    if (name.empty()) {
        throw ArgumentError(fmt::format("{} has an empty name", what), "give it a name");
    }
    if (contains_nul(name) || !is_valid_utf8(name)) {
        throw ArgumentError(fmt::format("{} has a name with a NUL or with broken UTF-8", what),
                            "use letters, digits and underscores");
    }
    if (name.size() > max_identifier_bytes) {
        throw ArgumentError(fmt::format("{} has a name of {} bytes: {}", what, name.size(), name),
                            fmt::format("shorten it to {} bytes, PostgreSQL's limit", max_identifier_bytes));
    }
}

}  // namespace detail

}  // namespace athanor
