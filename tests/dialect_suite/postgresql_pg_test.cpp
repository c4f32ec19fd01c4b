#include "dialect_suite/suite.hpp"
#include "postgres.hpp"

namespace athanor::testing {

namespace {

class PostgresqlBackend final : public Backend {
public:
    std::string url() const override { return database_.url(); }
    std::string place(int number) const override { return "$" + std::to_string(number); }
    std::string slow_query() const override { return "SELECT pg_sleep(60)"; }
    std::size_t most_parameters() const override { return 65'535; }
    bool is_server() const override { return true; }

private:
    PostgresDatabase database_;
};

std::unique_ptr<Backend> make_postgresql() { return std::make_unique<PostgresqlBackend>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Dialects, DialectSuite, ::testing::Values(&make_postgresql), name_of);

}  // namespace athanor::testing
