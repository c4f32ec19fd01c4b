#include <fmt/format.h>

#include "side.hpp"

namespace bench {

Sample sample(std::size_t number) {
    constexpr std::int64_t start = 1'700'000'000'000'000;
    return {fmt::format("Expense number {} at the shop", number), static_cast<double>(number % 40'000) / 4,
            start + static_cast<std::int64_t>(number) * 61'000'001,
            static_cast<std::int32_t>(number / 1000 % category_count) + 1};
}

std::string category_name(std::int32_t id) { return fmt::format("Category {:03}", id); }

}  // namespace bench
