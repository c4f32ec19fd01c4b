#include <sqlite3.h>

#include "dialect_suite/suite.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

class SqliteBackend final : public Backend {
public:
    std::string url() const override { return folder_.sqlite_url(); }
    std::string place(int) const override { return "?"; }
    std::string slow_query() const override {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) "
               "FROM n";
    }
    std::size_t most_parameters() const override {
        sqlite3* database = nullptr;
        sqlite3_open(":memory:", &database);
        const int limit = sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
        sqlite3_close(database);
        return static_cast<std::size_t>(limit);
    }
    bool is_server() const override { return false; }

private:
    TempDir folder_;
};

std::unique_ptr<Backend> make_sqlite() { return std::make_unique<SqliteBackend>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Dialects, DialectSuite, ::testing::Values(&make_sqlite), name_of);

}  // namespace athanor::testing
