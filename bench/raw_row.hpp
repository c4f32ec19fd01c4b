#pragma once

#include <cstdint>
#include <string>

namespace bench {

/// A row of expenses as hand-written code keeps it.
struct RawExpense {
    std::int32_t id = 0;
    std::string description;
    double amount = 0;
    std::int64_t date = 0;
    std::int32_t category_id = 0;
};

}  // namespace bench
