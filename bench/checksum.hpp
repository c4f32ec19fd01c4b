#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

/// Counts rows and sums up a hash of each, so that two sides that saw the same rows in any order compare equal.
class Checksum {
public:
    void add(std::int64_t id, std::string_view text, double amount, std::int64_t date, std::int64_t category_id) {
        auto hash = mix(static_cast<std::uint64_t>(id), std::bit_cast<std::uint64_t>(amount));
        hash = mix(hash, static_cast<std::uint64_t>(date));
        hash = mix(hash, static_cast<std::uint64_t>(category_id));
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;  // FNV-1a
        }
        total_ += hash;
        ++rows_;
    }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

    friend bool operator==(const Checksum&, const Checksum&) = default;

private:
    static std::uint64_t mix(std::uint64_t left, std::uint64_t right) noexcept {
        return (std::rotl(left, 29) ^ right) * 0x9E3779B97F4A7C15U;
    }

    std::uint64_t total_ = 0;
    std::size_t rows_ = 0;
};

}  // namespace bench
