#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <athanor/engine/engine.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/unit_of_work.hpp"

namespace athanor::detail {

/// The statement of a batch, from the engine's cache.
[[nodiscard]] sql::CompiledPtr compiled_batch(const Engine& engine, const Batch& batch);

/// SELECT of whole rows by the values of some columns, `rows` keys at once. A dialect that sends arrays has one
/// statement for any number of keys, the others one for each number.
[[nodiscard]] sql::CompiledPtr compiled_load(const Engine& engine, const Table& table,
                                             std::span<const std::size_t> where, std::size_t rows);

/// SELECT of whole rows where some columns have these values, ordered by primary key.
[[nodiscard]] sql::Statement select_by(const Mapper& mapper, std::span<const std::size_t> columns,
                                       std::vector<Value> values);

/// Keys as parameters of compiled_load. `width` Values belong to one key. Padded to `rows` keys by repeating the last.
class KeyParameters final : public Parameters {
public:
    KeyParameters(std::span<const Value> values, std::size_t width, std::size_t rows, const sql::Compiled& statement)
        : values_(values), width_(width), keys_(rows), arrays_(statement.rows != sql::Compiled::Rows::one) {}
    [[nodiscard]] std::size_t rows() const override { return arrays_ ? values_.size() / width_ : 1; }
    void bind(std::size_t row, Binder& binder) const override;

private:
    std::span<const Value> values_;
    std::size_t width_;
    std::size_t keys_;
    bool arrays_;
};

}  // namespace athanor::detail
