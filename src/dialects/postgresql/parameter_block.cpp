#include "dialects/postgresql/parameter_block.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include <athanor/core/bytes.hpp>
#include <athanor/core/error.hpp>

#include "dialects/postgresql/network_order.hpp"
#include "dialects/postgresql/oids.hpp"
#include "engine/parameter_rows.hpp"
#include "engine/parameter_text.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::size_t array_header = 20;
// The server takes messages below one gigabyte; the lengths of all parameters may need half a megabyte of it.
constexpr std::size_t max_bytes = 0x3ff0'0000;
constexpr std::size_t max_parameters = 65'535;  // the protocol counts them in 16 bits
constexpr std::size_t kept_bytes = 1 << 20;

}  // namespace

void ParameterBlock::begin(const Execution& execution) {
    const auto& statement = *execution.statement;
    if (statement.parameters.size() > max_parameters) {
        throw InterfaceError(fmt::format("the statement has {} parameters, PostgreSQL takes at most {}",
                                         statement.parameters.size(), max_parameters),
                             "split it into several statements");
    }
    arrays_ = statement.rows == sql::Compiled::Rows::arrays;
    width_ = statement.parameters.size();
    scalars_.clear();
    slots_.clear();
    oids_.clear();
    formats_.clear();
    for (const auto& type : statement.parameters) {
        oids_.push_back(arrays_ ? array_oid_of(type) : oid_of(type));
        formats_.push_back(!arrays_ && type.kind == TypeKind::null ? 0 : 1);
    }
}

void ParameterBlock::encode(const Execution& execution, bool hide_parameters) {
    const auto& statement = *execution.statement;
    begin(execution);
    const auto rows = detail::parameter_rows(execution);
    if (arrays_) {
        columns_.resize(std::max(columns_.size(), width_));
        has_null_.assign(width_, 0);
        for (std::size_t i = 0; i < width_; ++i) {
            columns_[i].clear();
            columns_[i].reserve(array_header + rows * 12);
            columns_[i].resize(array_header);
        }
    } else {
        slots_.reserve(rows * width_);
    }
    runs_ = arrays_ && rows != 0 ? 1 : rows;
    for (std::size_t row = 0; row < rows; ++row) {
        row_start_ = scalars_.size();
        try {
            begin_row(statement.parameters);
            detail::bind_row(execution, row, *this);
            end_row();
        } catch (const Error& error) {
            detail::raise_in(execution, error, hide_parameters, row);
        }
    }
    if (arrays_) {
        finish_arrays(statement, rows);
    }
}

void ParameterBlock::finish_arrays(const sql::Compiled& statement, std::size_t rows) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < width_; ++i) {
        bytes += columns_[i].size();
    }
    if (bytes > max_bytes) {
        throw DataError(
            fmt::format("the {} rows take {} bytes, PostgreSQL takes one gigabyte at a time at most", rows, bytes),
            "send fewer rows at a time");
    }
    for (std::size_t i = 0; i < width_; ++i) {
        auto& column = columns_[i];
        const auto& type = statement.parameters[i];
        const auto element = type.kind == TypeKind::null ? oid::text : oid_of(type);
        char* out = column.data();
        out = write_network(out, std::int32_t{1});
        out = write_network(out, static_cast<std::int32_t>(has_null_[i]));
        out = write_network(out, static_cast<std::int32_t>(element));
        out = write_network(out, static_cast<std::int32_t>(rows));
        write_network(out, std::int32_t{1});
    }
}

void ParameterBlock::point_to(std::size_t run, std::vector<const char*>& values, std::vector<int>& lengths) const {
    values.resize(width_);
    lengths.resize(width_);
    for (std::size_t i = 0; i < width_; ++i) {
        if (arrays_) {
            values[i] = columns_[i].data();
            lengths[i] = static_cast<int>(columns_[i].size());
        } else {
            const auto& slot = slots_[run * width_ + i];
            values[i] = slot.length < 0 ? nullptr : scalars_.data() + slot.offset;
            lengths[i] = slot.length < 0 ? 0 : slot.length;
        }
    }
}

void ParameterBlock::trim() {
    if (scalars_.capacity() > kept_bytes) {
        std::string().swap(scalars_);
    }
    if (slots_.capacity() * sizeof(Slot) > kept_bytes) {
        std::vector<Slot>().swap(slots_);
    }
    for (auto& column : columns_) {
        if (column.capacity() > kept_bytes / 4) {
            std::string().swap(column);
        }
    }
}

void ParameterBlock::put(const char* data, std::size_t length) {
    const std::size_t before = arrays_ ? 0 : scalars_.size() - row_start_;
    if (length > max_bytes - before) {
        throw DataError(before == 0 || length > max_bytes
                            ? fmt::format("a value has {} bytes, PostgreSQL takes one gigabyte at most", length)
                            : fmt::format("the values of a row have {} bytes, PostgreSQL takes one gigabyte at most",
                                          before + length),
                        "store it in several rows, or outside the database");
    }
    if (arrays_) {
        auto& column = columns_[position()];
        char prefix[4];
        write_network(prefix, static_cast<std::int32_t>(length));
        column.append(prefix, sizeof prefix);
        column.append(data, length);
    } else {
        slots_.push_back({scalars_.size(), static_cast<int>(length)});
        // A byte more: text format takes its end from a NUL.
        scalars_.append(data, length);
        if (undeclared()) {
            scalars_ += '\0';
        }
    }
}

void ParameterBlock::put_null() {
    if (arrays_) {
        columns_[position()].append("\xff\xff\xff\xff", 4);
        has_null_[position()] = 1;
    } else {
        slots_.push_back({0, -1});
    }
}

void ParameterBlock::put_as_text(std::string_view text) { put(text.data(), text.size()); }

void ParameterBlock::put_boolean(bool value) {
    if (undeclared()) {
        return put_as_text(value ? "t" : "f");
    }
    const char byte = value ? 1 : 0;
    put(&byte, 1);
}

void ParameterBlock::put_int32(std::int32_t value) {
    char bytes[sizeof value];
    write_network(bytes, value);
    put(bytes, sizeof bytes);
}

void ParameterBlock::put_int64(std::int64_t value) {
    if (undeclared()) {
        return put_as_text(fmt::format_int(value).c_str());
    }
    char bytes[sizeof value];
    write_network(bytes, value);
    put(bytes, sizeof bytes);
}

void ParameterBlock::put_real(double value) {
    if (undeclared()) {
        return put_as_text(fmt::format("{}", value));
    }
    std::int64_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    std::memcpy(&bits, &value, sizeof bits);
    put_int64(bits);
}

void ParameterBlock::put_text(std::string_view value) { put(value.data(), value.size()); }

void ParameterBlock::put_bytes(std::span<const std::byte> value) {
    if (undeclared()) {
        return put_as_text("\\x" + to_hex(value));
    }
    put(reinterpret_cast<const char*>(value.data()), value.size());
}

void ParameterBlock::put_numeric(const Decimal& value, const Type&) {
    if (undeclared()) {
        return put_as_text(value.to_string());
    }
    char bytes[max_numeric_bytes];
    put(bytes, static_cast<std::size_t>(write_numeric(bytes, value) - bytes));
}

void ParameterBlock::put_date(Date value) {
    constexpr std::int32_t epoch = 10'957;  // 2000-01-01, PostgreSQL's day zero
    if (undeclared()) {
        return put_as_text(value.to_string());
    }
    put_int32(value.days_since_epoch() - epoch);
}

void ParameterBlock::put_date_time(DateTime value) {
    constexpr std::int64_t epoch = 946'684'800'000'000;  // 2000-01-01 in microseconds
    if (undeclared()) {
        return put_as_text(value.to_string());
    }
    put_int64(value.microseconds_since_epoch() - epoch);
}

void ParameterBlock::put_uuid(const Uuid& value) {
    if (undeclared()) {
        return put_as_text(value.to_string());
    }
    put(reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size());
}

}  // namespace athanor::postgresql
