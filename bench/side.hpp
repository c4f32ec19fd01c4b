#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checksum.hpp"

namespace bench {

/// Measures the time between start and stop, summed up.
class Stopwatch {
public:
    void start() { started_ = std::chrono::steady_clock::now(); }
    void stop() { total_ += std::chrono::steady_clock::now() - started_; }
    [[nodiscard]] double milliseconds() const { return std::chrono::duration<double, std::milli>(total_).count(); }

private:
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::duration total_{};
};

/// What one run of a workload gave: what it saw, for comparison, and how long it took.
struct Outcome {
    Checksum sum;
    Stopwatch watch;
};

/// One way to do the work. Each call runs one workload from start to end: connections and prepared statements are kept
/// between calls, objects are not. The clock stands still while checksums are taken; freeing what was loaded counts.
class Side {
public:
    virtual ~Side() = default;
    /// Inserts this many new expenses in one transaction; the generated ids are known afterwards.
    virtual Outcome insert(std::size_t count) = 0;
    /// Loads all expenses.
    virtual Outcome load() = 0;
    /// Loads expenses by primary key, one query each.
    virtual Outcome get(const std::vector<std::int32_t>& ids) = 0;
    /// Loads all categories, each with its expenses.
    virtual Outcome graph() = 0;
    /// Loads all expenses and writes a changed amount into each, in one transaction.
    virtual Outcome update() = 0;
    /// Sum and number of expenses by category, joined and grouped by the database, this many times.
    virtual Outcome totals(std::size_t times) = 0;
    /// This many transactions that insert one expense each.
    virtual Outcome transactions(std::size_t count) = 0;
};

/// Hand-written code on the C API of a database, which also prepares the tables for both sides.
class RawSide : public Side {
public:
    /// Empties the tables, starts ids at 1, and adds 100 categories and this many expenses.
    virtual void fill(std::size_t expenses) = 0;
    /// What the table of expenses holds.
    virtual Checksum contents() = 0;
};

/// `file` is the path of the database.
std::unique_ptr<RawSide> make_sqlite_side(const std::string& file);
/// `url` is one that libpq understands.
std::unique_ptr<RawSide> make_postgresql_side(const std::string& url);

constexpr std::int32_t category_count = 100;

/// The content of the expense number `number`; the same on both sides.
struct Sample {
    std::string description;
    double amount;      ///< a multiple of 1/4, so that sums do not depend on their order
    std::int64_t date;  ///< microseconds since 1970, UTC
    std::int32_t category_id;
};
Sample sample(std::size_t number);
std::string category_name(std::int32_t id);

}  // namespace bench
