#pragma once

#include <memory>
#include <string>

#include "budget_app.hpp"

namespace athanor::testing {

class SqliteFile : public AppDatabase {
public:
    [[nodiscard]] std::string url() const override { return folder_.sqlite_url("budget.db"); }

private:
    TempDir folder_;
};

inline const DatabaseKind sqlite{"Sqlite", [] { return std::make_unique<SqliteFile>(); }};

}  // namespace athanor::testing
