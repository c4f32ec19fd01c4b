#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <athanor/engine/engine.hpp>

namespace athanor::testing {

/// A database for one test.
class AllocationDatabase {
public:
    virtual ~AllocationDatabase() = default;
    [[nodiscard]] virtual std::string url() const = 0;
};
using MakeAllocationDatabase = std::unique_ptr<AllocationDatabase> (*)();

/// Counts allocations and statements of everyday work on a table of narrow and one of wide rows. Instantiated for each
/// database. The bounds hold for any number of rows: what they forbid is work that grows with the cells, or faster than
/// the rows.
class AllocationSuite : public ::testing::TestWithParam<MakeAllocationDatabase> {
protected:
    AllocationSuite();
    ~AllocationSuite() override;

    void store_rows(int count) const;

private:
    std::unique_ptr<AllocationDatabase> database_;

protected:
    Engine engine;
};

}  // namespace athanor::testing
