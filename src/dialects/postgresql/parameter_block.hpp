#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <athanor/engine/driver.hpp>

#include "dialects/postgresql/numeric.hpp"
#include "engine/checked_binder.hpp"

namespace athanor::postgresql {

/// All parameters of one execution in PostgreSQL's binary format: a row of scalars for each run of the statement, or
/// one array for each parameter. Reused from list to list to keep its room.
class ParameterBlock final : public detail::CheckedBinder<ParameterBlock> {
public:
    explicit ParameterBlock(bool show_values) : CheckedBinder(show_values) {}

    /// Encodes the parameters, checking each value. Statement and parameters are not kept.
    /// @throws DataError naming what does not fit, with the statement and the row.
    void encode(const Execution& execution, bool hide_parameters);

    /// How often the statement runs: 0 if there are no rows.
    [[nodiscard]] std::size_t runs() const noexcept { return runs_; }
    /// Points libpq's arrays to the values of one run.
    void point_to(std::size_t run, std::vector<const char*>& values, std::vector<int>& lengths) const;
    /// The types of the parameters and their formats (1 binary, 0 text), in order.
    [[nodiscard]] const std::vector<unsigned int>& types() const noexcept { return oids_; }
    [[nodiscard]] const std::vector<int>& formats() const noexcept { return formats_; }
    /// Gives memory back if a large list left much of it.
    void trim();

    void put_null();
    void put_boolean(bool value);
    void put_int32(std::int32_t value);
    void put_int64(std::int64_t value);
    void put_real(double value);
    void put_text(std::string_view value);
    void put_bytes(std::span<const std::byte> value);
    void put_numeric(const Decimal& value, const Type& type);
    void put_date(Date value);
    void put_date_time(DateTime value);
    void put_uuid(const Uuid& value);

private:
    struct Slot {
        std::size_t offset;
        int length;  ///< -1: NULL
    };

    void begin(const Execution& execution);
    void finish_arrays(const sql::Compiled& statement, std::size_t rows);
    void put(const char* data, std::size_t length);
    void put_as_text(std::string_view text);
    [[nodiscard]] bool undeclared() const noexcept { return type().kind == TypeKind::null; }

    bool arrays_ = false;
    std::size_t width_ = 0;
    std::size_t runs_ = 0;
    std::size_t row_start_ = 0;  ///< in scalars_
    std::string scalars_;
    std::vector<Slot> slots_;
    std::vector<std::string> columns_;
    std::vector<char> has_null_;
    std::vector<unsigned int> oids_;
    std::vector<int> formats_;
};

}  // namespace athanor::postgresql
