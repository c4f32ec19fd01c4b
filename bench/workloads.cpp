#include "workloads.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>

#include <fmt/format.h>

namespace bench {

namespace {

std::vector<std::int32_t> shuffled_ids(std::size_t count) {
    std::vector<std::int32_t> ids(count);
    std::iota(ids.begin(), ids.end(), 1);
    std::shuffle(ids.begin(), ids.end(), std::mt19937(42));
    return ids;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

class Runner {
public:
    Runner(const Workload& workload, RawSide& raw) : workload_(workload), raw_(raw) {}

    double run(Side& side) {
        if (workload_.writes) {
            raw_.fill(workload_.expenses);
        }
        const auto outcome = workload_.run(side, workload_.size);
        if (workload_.writes && !(outcome.sum == raw_.contents())) {
            throw std::runtime_error(
                fmt::format("{}: the objects in memory and the rows of the table differ", workload_.name));
        }
        if (outcome.sum.rows() == 0 || (seen_.rows() != 0 && !(outcome.sum == seen_))) {
            throw std::runtime_error(fmt::format("{}: the two sides differ ({} and {} rows)", workload_.name,
                                                 seen_.rows(), outcome.sum.rows()));
        }
        seen_ = outcome.sum;
        return outcome.watch.milliseconds();
    }

private:
    const Workload& workload_;
    RawSide& raw_;
    Checksum seen_;
};

}  // namespace

std::vector<Workload> workloads(double scale) {
    const auto scaled = [scale](std::size_t size) {
        return std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(size) * scale));
    };
    const auto many = scaled(100'000);
    const auto some = scaled(10'000);
    const auto times = scaled(200);
    const auto small = scaled(2'000);
    return {
        {"W1", fmt::format("insert {} objects, ids back", some), 0, true,
         [](Side& side, std::size_t size) { return side.insert(size); }, some},
        {"W3", fmt::format("load {} objects", many), many, false, [](Side& side, std::size_t) { return side.load(); },
         0},
        {"W4", fmt::format("get {} objects by key", some), many, false,
         [](Side& side, std::size_t size) { return side.get(shuffled_ids(size)); }, some},
        {"W5", fmt::format("{} categories with their {} expenses", category_count, many), many, false,
         [](Side& side, std::size_t) { return side.graph(); }, 0},
        {"W6", fmt::format("load {}, change one field each", some), some, true,
         [](Side& side, std::size_t) { return side.update(); }, 0},
        {"W7", fmt::format("totals by category, {} times", times), some, false,
         [](Side& side, std::size_t size) { return side.totals(size); }, times},
        {"W8", fmt::format("{} transactions of one insert", small), 0, true,
         [](Side& side, std::size_t size) { return side.transactions(size); }, small},
    };
}

Measurement measure(const Workload& workload, RawSide& raw, Side& athanor, int rounds) {
    raw.fill(workload.expenses);
    Runner runner(workload, raw);
    (void)runner.run(raw);
    (void)runner.run(athanor);
    std::vector<double> raw_times, athanor_times, ratios;
    for (int round = 0; round < rounds; ++round) {
        raw_times.push_back(runner.run(raw));
        athanor_times.push_back(runner.run(athanor));
        ratios.push_back(athanor_times.back() / raw_times.back());
    }
    return {median(std::move(raw_times)), median(std::move(athanor_times)), median(std::move(ratios))};
}

}  // namespace bench
