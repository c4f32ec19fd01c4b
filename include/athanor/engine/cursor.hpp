#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <athanor/core/date.hpp>
#include <athanor/core/date_time.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/uuid.hpp>
#include <athanor/core/value.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// The current row of a result while the driver reads it. Columns count from 0. A getter's precondition is that the
/// cell is not NULL and the column exists; it converts exactly or throws DataError (an integer too large, a real where
/// a numeric was promised). Views are valid until the driver moves to the next row. One thread.
class Cursor {
public:
    virtual ~Cursor();
    [[nodiscard]] virtual bool is_null(std::size_t column) const = 0;
    [[nodiscard]] virtual bool boolean(std::size_t column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(std::size_t column) const = 0;
    [[nodiscard]] virtual double real(std::size_t column) const = 0;
    [[nodiscard]] virtual std::string_view text(std::size_t column) const = 0;
    [[nodiscard]] virtual std::span<const std::byte> bytes(std::size_t column) const = 0;
    [[nodiscard]] virtual Decimal decimal(std::size_t column) const = 0;
    [[nodiscard]] virtual Date date(std::size_t column) const = 0;
    [[nodiscard]] virtual DateTime date_time(std::size_t column) const = 0;
    [[nodiscard]] virtual Uuid uuid(std::size_t column) const = 0;
    /// Any cell as a Value, by the type the server reports; NULL gives the null Value. For tools and tests, not for
    /// loading.
    [[nodiscard]] virtual Value value(std::size_t column) const = 0;
    [[nodiscard]] virtual std::size_t columns() const = 0;
    [[nodiscard]] virtual std::string_view name(std::size_t column) const = 0;
};

/// Receives the rows of one statement, in order, while the driver reads them. It must not use the connection. An
/// exception stops the delivery; the driver finishes the exchange with the server and passes it on.
class RowSink {
public:
    virtual ~RowSink();
    /// The result begins, also one that has no row: of `columns` only columns() and name() may be asked. Does nothing
    /// unless overridden.
    virtual void begin(const Cursor& columns);
    virtual void row(const Cursor& cursor) = 0;
};

}  // namespace athanor

#pragma GCC visibility pop
