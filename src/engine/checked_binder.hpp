#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <athanor/engine/binder.hpp>
#include <athanor/schema/type.hpp>

#include "engine/value_checks.hpp"

namespace athanor::detail {

/// What every driver's binder has in common: it knows which parameter comes next and of which Type it is, refuses what
/// does not fit, makes the exact conversions (an integer for a numeric parameter), and hands the rest to Encoder's put_
/// functions without a second virtual call. A parameter of kind `null` takes any value, encoded by what it is.
template <class Encoder>
class CheckedBinder : public Binder {
public:
    explicit CheckedBinder(bool show_values) : show_(show_values) {}

    void begin_row(const std::vector<Type>& types) {
        types_ = &types;
        index_ = 0;
    }
    void end_row() const {
        if (index_ != types_->size()) {
            throw_too_few_values(types_->size(), index_);
        }
    }

    void null() final {
        next();
        encoder().put_null();
    }
    void boolean(bool value) final {
        const Type& type = next();
        require(type, TypeKind::boolean, ValueKind::boolean);
        encoder().put_boolean(value);
    }
    void integer(std::int64_t value) final {
        const Type& type = next();
        switch (type.kind) {
        case TypeKind::integer:
            if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
                throw_out_of_range(value, type, show_);
            }
            return encoder().put_int32(static_cast<std::int32_t>(value));
        case TypeKind::big_integer:
        case TypeKind::null:
            return encoder().put_int64(value);
        case TypeKind::numeric:
            return numeric(Decimal(value), type);
        case TypeKind::real:
            if (value < -max_exact_integer || value > max_exact_integer) {
                throw_not_exact(value, type, show_);
            }
            return encoder().put_real(static_cast<double>(value));
        default:
            throw_kind_mismatch(ValueKind::integer, type);
        }
    }
    void real(double value) final {
        const Type& type = next();
        require(type, TypeKind::real, ValueKind::real);
        encoder().put_real(value);
    }
    void text(std::string_view value) final {
        const Type& type = next();
        require(type, TypeKind::text, ValueKind::text);
        check_text(value, type, show_);
        encoder().put_text(value);
    }
    void bytes(std::span<const std::byte> value) final {
        const Type& type = next();
        require(type, TypeKind::bytes, ValueKind::bytes);
        encoder().put_bytes(value);
    }
    void decimal(const Decimal& value) final {
        const Type& type = next();
        switch (type.kind) {
        case TypeKind::numeric:
        case TypeKind::null:
            return numeric(value, type);
        case TypeKind::integer:
        case TypeKind::big_integer:
            if (!value.fits(Decimal::max_digits, 0)) {
                throw_kind_mismatch(ValueKind::decimal, type);
            }
            --index_;
            return integer(value.units(0));
        default:
            throw_kind_mismatch(ValueKind::decimal, type);
        }
    }
    void date(Date value) final {
        require(next(), TypeKind::date, ValueKind::date);
        encoder().put_date(value);
    }
    void date_time(DateTime value) final {
        require(next(), TypeKind::date_time, ValueKind::date_time);
        encoder().put_date_time(value);
    }
    void uuid(const Uuid& value) final {
        require(next(), TypeKind::uuid, ValueKind::uuid);
        encoder().put_uuid(value);
    }

protected:
    /// The position of the parameter being bound, from 0.
    [[nodiscard]] std::size_t position() const noexcept { return index_ - 1; }
    [[nodiscard]] const Type& type() const noexcept { return (*types_)[index_ - 1]; }
    [[nodiscard]] bool show_values() const noexcept { return show_; }

private:
    static constexpr std::int64_t max_exact_integer = std::int64_t{1} << 53;

    Encoder& encoder() noexcept { return static_cast<Encoder&>(*this); }
    const Type& next() {
        if (index_ >= types_->size()) {
            throw_too_many_values(types_->size());
        }
        return (*types_)[index_++];
    }
    static void require(const Type& type, TypeKind wanted, ValueKind given) {
        if (type.kind != wanted && type.kind != TypeKind::null) {
            throw_kind_mismatch(given, type);
        }
    }
    void numeric(const Decimal& value, const Type& type) {
        check_numeric(value, type, show_);
        encoder().put_numeric(value, type);
    }

    const std::vector<Type>* types_ = nullptr;
    std::size_t index_ = 0;
    bool show_;
};

}  // namespace athanor::detail
