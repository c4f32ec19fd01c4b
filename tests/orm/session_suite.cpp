#include "orm/session_suite.hpp"

#include <athanor/schema/metadata.hpp>

namespace athanor::testing {

namespace {

const MetaData& all_tables() {
    static const MetaData metadata = [] {
        MetaData result;
        for (const auto* mapper : all_fakes()) {
            mapper->complete_keys();
            result.add(mapper->table());
        }
        return result;
    }();
    return metadata;
}

}  // namespace

SessionSuite::SessionSuite()
    : alive_(detail::live_objects()), database_(GetParam()()), engine(create_engine(database_->url(), {.echo = true})) {
    create_all(engine, all_tables());
}

SessionSuite::~SessionSuite() {
    engine.dispose();
    EXPECT_EQ(detail::live_objects(), alive_);
}

std::unique_ptr<detail::SessionCore> SessionSuite::session(SessionOptions options) const {
    return std::make_unique<detail::SessionCore>(engine, options);
}

std::int64_t SessionSuite::number(const std::string& sql) const {
    auto connection = engine.connect();
    return connection.exec_driver_sql(sql).rows.at(0).at(0).as_int64();
}

std::string SessionSuite::text(const std::string& sql) const {
    auto connection = engine.connect();
    return connection.exec_driver_sql(sql).rows.at(0).at(0).as_string();
}

void SessionSuite::execute(const std::string& sql) const {
    auto connection = engine.connect();
    (void)connection.exec_driver_sql(sql);
    connection.commit();
}

void SessionSuite::store_food() const {
    auto core = session();
    auto food = make_category("Food");
    core->add(food.state());
    for (const auto* description : {"lunch", "dinner"}) {
        core->add(make_expense(description, food).state());
    }
    core->commit();
}

std::vector<std::string> Recorded::statements() const {
    std::vector<std::string> result;
    for (const auto& message : capture_.messages("athanor.engine")) {
        if (!message.starts_with("[")) {
            result.push_back(message.substr(0, message.find(" [parameters: ")));
        }
    }
    return result;
}

}  // namespace athanor::testing
