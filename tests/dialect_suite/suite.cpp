#include "dialect_suite/suite.hpp"

#include "dialect_suite/tables.hpp"

namespace athanor::testing {

DialectSuite::DialectSuite() : backend(GetParam()()), engine(create_engine(backend->url())) {}

std::string DialectSuite::sql(std::string_view text) const {
    std::string out;
    int number = 0;
    for (const char letter : text) {
        if (letter == '?') {
            out += backend->place(++number);
        } else {
            out += letter;
        }
    }
    return out;
}

void DialectSuite::create_tables() const { create_all(engine, suite_tables()); }

std::string name_of(const ::testing::TestParamInfo<MakeBackend>& info) {
    return info.param()->is_server() ? "PostgreSQL" : "SQLite";
}

}  // namespace athanor::testing
