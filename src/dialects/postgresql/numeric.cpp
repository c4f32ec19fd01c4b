#include "dialects/postgresql/numeric.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/network_order.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::uint16_t negative_sign = 0x4000;
constexpr std::array<std::uint16_t, 5> powers = {1, 10, 100, 1000, 10000};

/// Groups of four digits, the least significant first.
struct Groups {
    std::array<std::uint16_t, 24> digits{};
    std::size_t count = 0;
    int weight = -1;  ///< of the most significant group

    void push(std::uint64_t group) { digits[count++] = static_cast<std::uint16_t>(group); }
};

template <class Unsigned>
Groups split(Unsigned magnitude, int scale) {
    Unsigned power = 1;
    for (int i = 0; i < scale; ++i) {
        power = static_cast<Unsigned>(power * 10);
    }
    Unsigned whole = magnitude / power;
    Unsigned part = magnitude % power;
    Groups groups;
    const int odd = scale % 4;
    if (odd != 0) {
        const auto unit = powers[static_cast<std::size_t>(odd)];
        groups.push(static_cast<std::uint64_t>(part % unit) * powers[static_cast<std::size_t>(4 - odd)]);
        part /= unit;
    }
    for (int i = 0; i < scale / 4; ++i) {
        groups.push(static_cast<std::uint64_t>(part % 10000));
        part /= 10000;
    }
    for (; whole != 0; whole /= 10000) {
        groups.push(static_cast<std::uint64_t>(whole % 10000));
        ++groups.weight;
    }
    return groups;
}

[[noreturn]] void throw_malformed() {
    throw DataError("the server sent a numeric that is malformed",
                    "this is a fault of the server or of what stands between");
}

[[noreturn]] void throw_too_long() {
    throw DataError("the server sent a numeric with more than 38 digits, which Decimal cannot hold",
                    "round it in the query, for example with round(x, 10)");
}

constexpr UInt128 limit = UInt128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U;

}  // namespace

char* write_numeric(char* out, const Decimal& value) noexcept {
    constexpr int max_narrow_scale = 19;
    const auto coefficient = value.coefficient();
    const auto magnitude =
        coefficient < 0 ? UInt128{} - static_cast<UInt128>(coefficient) : static_cast<UInt128>(coefficient);
    // Division of 128 bit numbers is a library call, and money seldom needs it.
    auto groups = magnitude >> 64 == 0 && value.scale() <= max_narrow_scale
                      ? split(static_cast<std::uint64_t>(magnitude), value.scale())
                      : split(magnitude, value.scale());
    while (groups.count != 0 && groups.digits[groups.count - 1] == 0) {
        --groups.count;
        --groups.weight;
    }
    std::size_t lowest = 0;
    while (lowest < groups.count && groups.digits[lowest] == 0) {
        ++lowest;
    }
    const auto count = groups.count - lowest;
    out = write_network(out, static_cast<std::uint16_t>(count));
    out = write_network(out, static_cast<std::int16_t>(count == 0 ? 0 : groups.weight));
    out = write_network(out, value.is_negative() ? negative_sign : std::uint16_t{0});
    out = write_network(out, static_cast<std::uint16_t>(value.scale()));
    for (auto i = groups.count; i > lowest; --i) {
        out = write_network(out, groups.digits[i - 1]);
    }
    return out;
}

Decimal read_numeric(std::string_view bytes) {
    constexpr std::size_t header = 8;
    if (bytes.size() < header) {
        throw_malformed();
    }
    const char* in = bytes.data();
    const auto count = read_network<std::uint16_t>(in);
    const int weight = read_network<std::int16_t>(in + 2);
    const auto sign = read_network<std::uint16_t>(in + 4);
    const auto digits_after_point = read_network<std::uint16_t>(in + 6);
    if (sign == 0xC000 || sign == 0xD000 || sign == 0xF000) {
        throw DataError(sign == 0xC000 ? "the server sent a numeric that is NaN"
                                       : "the server sent a numeric that is infinite",
                        "leave such values out in the query: no Decimal can hold them");
    }
    if ((sign != 0 && sign != negative_sign) || bytes.size() != header + std::size_t{2} * count) {
        throw_malformed();
    }
    int scale = std::min<int>(digits_after_point, Decimal::max_scale);
    UInt128 coefficient = 0;
    for (int i = 0; i < count; ++i) {
        const auto group = read_network<std::uint16_t>(in + header + std::ptrdiff_t{2} * i);
        if (group > 9999) {
            throw_malformed();
        }
        // Digits of this group that lie beyond the scale.
        const int beyond = -4 * (weight - i) - scale;
        const auto cut = static_cast<std::size_t>(std::clamp(beyond, 0, 4));
        if (group % powers[cut] != 0) {
            throw_too_long();
        }
        coefficient = coefficient * powers[4 - cut] + group / powers[cut];
        if (coefficient >= limit) {
            throw_too_long();
        }
    }
    int missing = coefficient == 0 ? 0 : 4 * (weight - count + 1) + scale;
    for (; missing > 0; --missing) {
        if (coefficient >= limit / 10) {
            // No room for zeros after the point: the value is the same without them.
            if (missing > scale) {
                throw_too_long();
            }
            scale -= missing;
            break;
        }
        coefficient *= 10;
    }
    const auto exact = static_cast<Int128>(coefficient);
    return Decimal::from_int128(sign == negative_sign ? -exact : exact, scale);
}

}  // namespace athanor::postgresql
