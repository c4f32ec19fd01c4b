#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "side.hpp"

namespace bench {

/// One line of the table: what is done, on how many rows, and whether the rows have to be made anew for each run.
struct Workload {
    std::string name;
    std::string title;
    std::size_t expenses;  ///< rows in the table before each run
    bool writes;
    Outcome (*run)(Side& side, std::size_t size);
    std::size_t size;  ///< how many objects or repetitions; meaningless where the table says it
};

/// All workloads, with their sizes multiplied by `scale`.
[[nodiscard]] std::vector<Workload> workloads(double scale);

struct Measurement {
    double raw = 0;      ///< milliseconds, median
    double athanor = 0;  ///< milliseconds, median
    double ratio = 0;    ///< median of the ratios of the rounds
};

/// Runs a workload on both sides in turn, `rounds` times after one round that is not counted.
/// @throws std::runtime_error if the two sides did not see or leave the same rows.
[[nodiscard]] Measurement measure(const Workload& workload, RawSide& raw, Side& athanor, int rounds);

}  // namespace bench
