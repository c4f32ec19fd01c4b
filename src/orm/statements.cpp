#include "orm/statements.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include <athanor/sql/statement.hpp>

#include "orm/member_access.hpp"

namespace athanor::detail {

namespace {

/// A statement's name in the engine's cache. Made for every get(), so without a format string to parse.
class CacheKey {
public:
    CacheKey(std::string_view verb, const Table& table, std::span<const std::size_t> columns, std::size_t rows) {
        append("orm ");
        append(verb);
        append(" ", table.id());
        append(" ", rows);
        for (const auto column : columns) {
            append(",", column);
        }
    }
    operator std::string_view() const noexcept { return {text_.data(), text_.size()}; }

private:
    void append(std::string_view text) { text_.append(text); }
    void append(std::string_view separator, std::uint64_t number) {
        text_.append(separator);
        text_.append(std::string_view(fmt::format_int(number).c_str()));
    }

    fmt::memory_buffer text_;
};

}  // namespace

sql::CompiledPtr compiled_batch(const Engine& engine, const Batch& batch) {
    const auto& table = batch.mapper->table();
    const auto& dialect = engine.dialect();
    const auto& key = batch.mapper->resolved().key;
    switch (batch.kind) {
    case Batch::Kind::insert:
        return engine.cached(CacheKey("insert", table, batch.columns, batch.generate_key ? 1 : 0),
                             [&] { return dialect.compile_insert(table, batch.columns, batch.generate_key); });
    case Batch::Kind::update:
        return engine.cached(CacheKey("update", table, batch.columns, 0),
                             [&] { return dialect.compile_update(table, batch.columns, key); });
    case Batch::Kind::delete_:
        break;
    }
    return engine.cached(CacheKey("delete", table, {}, 0), [&] { return dialect.compile_delete(table, key); });
}

sql::CompiledPtr compiled_load(const Engine& engine, const Table& table, std::span<const std::size_t> where,
                               std::size_t rows) {
    const auto of_size = [&](std::size_t count) {
        return engine.cached(CacheKey("load", table, where, count),
                             [&] { return engine.dialect().compile_load(table, where, count); });
    };
    // Where several keys are arrays, one statement serves any number of them.
    auto few = of_size(std::min<std::size_t>(rows, 2));
    return rows <= 2 || few->rows != sql::Compiled::Rows::one ? few : of_size(rows);
}

sql::Statement select_by(const Mapper& mapper, std::span<const std::size_t> columns, std::vector<Value> values) {
    sql::SelectBody body;
    const auto& source = mapper.source();
    body.items.push_back({sql::ExpressionPtr(), &source});
    body.from = &source;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto column = sql::column(source, columns[i]);
        auto value = sql::bind(std::move(values[i]), column.get());
        body.where.push_back(sql::binary(sql::BinaryOperator::equal, std::move(column), std::move(value)));
    }
    for (const auto position : mapper.resolved().key) {
        body.order_by.push_back({sql::column(source, position), false});
    }
    return sql::Statement(std::move(body));
}

void KeyParameters::bind(std::size_t row, Binder& binder) const {
    const auto given = values_.size() / width_;
    const auto first = arrays_ ? row : 0;
    const auto last = arrays_ ? row + 1 : keys_;
    for (auto key = first; key < last; ++key) {
        const auto from = std::min(key, given - 1) * width_;
        for (std::size_t i = 0; i < width_; ++i) {
            binder.value(values_[from + i]);
        }
    }
}

}  // namespace athanor::detail
