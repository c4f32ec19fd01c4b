#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <athanor/core/error.hpp>
#include <athanor/engine/driver.hpp>

namespace athanor::testing {

using Rows = std::vector<std::vector<Value>>;

/// Rows of parameters from values.
class ValueParameters final : public Parameters {
public:
    explicit ValueParameters(Rows rows) : rows_(std::move(rows)) {}
    std::size_t rows() const override { return rows_.size(); }
    void bind(std::size_t row, Binder& binder) const override {
        for (const auto& value : rows_[row]) {
            binder.value(value);
        }
    }

private:
    Rows rows_;
};

/// Collects rows as values.
class CollectedRows final : public RowSink {
public:
    void row(const Cursor& cursor) override {
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < cursor.columns(); ++i) {
            row.push_back(cursor.value(i));
        }
    }
    Rows rows;
};

/// A statement made by hand.
inline sql::Compiled statement(std::string sql, std::vector<Type> parameters = {}, std::vector<Type> results = {}) {
    sql::Compiled compiled;
    compiled.id = sql::Compiled::next_id();
    compiled.sql = std::move(sql);
    compiled.parameters = std::move(parameters);
    compiled.results = std::move(results);
    return compiled;
}

inline Execution execution(const sql::Compiled& compiled, const Parameters* parameters = nullptr,
                           RowSink* rows = nullptr) {
    Execution made;
    made.statement = &compiled;
    made.parameters = parameters;
    made.rows = rows;
    return made;
}

/// Runs one statement on a connection of a driver or of an engine; returns the affected rows.
template <class AnyConnection>
std::int64_t run(AnyConnection& connection, const sql::Compiled& compiled, const Rows& rows = {},
                 RowSink* sink = nullptr) {
    const ValueParameters parameters(rows);
    Execution one = execution(compiled, compiled.parameters.empty() && rows.empty() ? nullptr : &parameters, sink);
    connection.execute(std::span<Execution>(&one, 1));
    return one.affected;
}

template <class AnyConnection>
std::int64_t run(AnyConnection& connection, std::string sql) {
    return run(connection, statement(std::move(sql)));
}

template <class AnyConnection>
Rows query(AnyConnection& connection, const sql::Compiled& compiled, const Rows& parameters = {}) {
    CollectedRows collected;
    run(connection, compiled, parameters, &collected);
    return collected.rows;
}

/// The first error of a kind that a call throws; fails the test if it throws none.
template <class Wanted, class Call>
ErrorDetails details_of(Call&& call) {
    try {
        call();
    } catch (const Wanted& error) {
        return error.details();
    }
    throw std::runtime_error("the call should have thrown an error and did not");
}

}  // namespace athanor::testing
