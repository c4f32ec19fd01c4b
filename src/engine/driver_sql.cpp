#include <string_view>
#include <utility>

#include <athanor/engine/connection.hpp>

#include "engine/connection_impl.hpp"
#include "engine/read_only.hpp"

namespace athanor {

namespace {

Type natural_type(const Value& value) {
    switch (value.kind()) {
    case ValueKind::boolean:
        return {TypeKind::boolean};
    case ValueKind::integer:
        return {std::in_range<std::int32_t>(value.as_int64()) ? TypeKind::integer : TypeKind::big_integer};
    case ValueKind::real:
        return {TypeKind::real};
    case ValueKind::decimal:
        return {TypeKind::numeric, 0, static_cast<std::uint8_t>(value.as_decimal().scale())};
    case ValueKind::bytes:
        return {TypeKind::bytes};
    case ValueKind::date:
        return {TypeKind::date};
    case ValueKind::date_time:
        return {TypeKind::date_time};
    case ValueKind::uuid:
        return {TypeKind::uuid};
    // Undeclared: the database infers what the place in the statement asks for, as it does for a literal.
    case ValueKind::null:
    case ValueKind::text:
        break;
    }
    return {};
}

/// Whether the text begins with a word of a statement that can only read. A wrong "no" costs a write lock on SQLite, a
/// wrong "yes" would risk a failing lock later, so WITH is not among them.
bool begins_reading(std::string_view sql) {
    const auto word = detail::first_word(sql);
    return word == "select" || word == "explain" || word == "pragma" || word == "values" || word == "show";
}

class SpanParameters final : public Parameters {
public:
    explicit SpanParameters(std::span<const Value> values) : values_(values) {}
    std::size_t rows() const override { return 1; }
    void bind(std::size_t, Binder& binder) const override {
        for (const auto& value : values_) {
            binder.value(value);
        }
    }

private:
    std::span<const Value> values_;
};

class ValueRowsSink final : public RowSink {
public:
    explicit ValueRowsSink(ValueRows& rows) : rows_(rows) {}
    void begin(const Cursor& columns) override {
        for (std::size_t i = 0; i < columns.columns(); ++i) {
            rows_.columns.emplace_back(columns.name(i));
        }
    }
    void row(const Cursor& cursor) override {
        const auto columns = cursor.columns();
        auto& row = rows_.rows.emplace_back();
        row.reserve(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            row.push_back(cursor.value(i));
        }
    }

private:
    ValueRows& rows_;
};

}  // namespace

ValueRows Connection::exec_driver_sql(std::string_view sql, std::span<const Value> parameters) {
    sql::Compiled statement;
    statement.sql = sql;
    statement.reads_only = impl_->engine->read_only ? !detail::begins_writing(sql) : begins_reading(sql);
    for (const auto& value : parameters) {
        statement.parameters.push_back(natural_type(value));
    }
    ValueRows result;
    ValueRowsSink sink(result);
    const SpanParameters values(parameters);
    Execution execution;
    execution.statement = &statement;
    execution.parameters = &values;
    execution.rows = &sink;
    impl_->run({&execution, 1}, false);
    result.affected = execution.affected;
    return result;
}

}  // namespace athanor
