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

/// Takes the values of one row of parameters, in the order of the statement's parameters: one call for each. The driver
/// encodes them by the parameter's declared Type; what does not fit it (more decimals than the scale, text with NUL or
/// broken UTF-8, an integer outside 32 bit) is a DataError, thrown before anything is sent. What text() and bytes()
/// point to is not copied: it must stay until the list of statements has run. One thread.
class Binder {
public:
    virtual ~Binder();
    virtual void null() = 0;
    virtual void boolean(bool value) = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void real(double value) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void bytes(std::span<const std::byte> value) = 0;
    virtual void decimal(const Decimal& value) = 0;
    virtual void date(Date value) = 0;
    virtual void date_time(DateTime value) = 0;
    virtual void uuid(const Uuid& value) = 0;
    /// Dispatches on the kind of a Value.
    void value(const Value& value);
};

/// Rows of parameters for one statement. The driver calls bind once for each row, in order.
class Parameters {
public:
    virtual ~Parameters();
    [[nodiscard]] virtual std::size_t rows() const = 0;
    virtual void bind(std::size_t row, Binder& binder) const = 0;
};

}  // namespace athanor

#pragma GCC visibility pop
