#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <athanor/orm.hpp>

namespace athanor::testing {

/// An empty database for one test.
class PageDatabase {
public:
    virtual ~PageDatabase() = default;
    [[nodiscard]] virtual std::string url() const = 0;
};
using MakePageDatabase = std::unique_ptr<PageDatabase> (*)();

/// What the pages show, run on every database: instantiated in sqlite_test.cpp and postgresql_pg_test.cpp.
class PageSuite : public ::testing::TestWithParam<MakePageDatabase> {
private:
    std::unique_ptr<PageDatabase> database_ = GetParam()();

protected:
    Engine engine = create_engine(database_->url());
};

class MappingPage : public PageSuite {};
class SessionsPage : public PageSuite {};
class QueriesPage : public PageSuite {};

}  // namespace athanor::testing
