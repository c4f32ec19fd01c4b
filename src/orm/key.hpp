#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <athanor/engine/binder.hpp>
#include <athanor/engine/cursor.hpp>
#include <athanor/orm/descriptor.hpp>
#include <athanor/orm/instance_state.hpp>

namespace athanor::detail {

/// A key of one or more values as bytes: equal keys give equal bytes, and bytes sort as the values do, one column after
/// the other. Integers sort by value, text by its bytes.
class KeyEncoder final : public Binder {
public:
    void clear() noexcept {
        bytes_.clear();
        has_null_ = false;
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
    [[nodiscard]] bool has_null() const noexcept { return has_null_; }

    void null() override;
    void boolean(bool value) override;
    void integer(std::int64_t value) override;
    void real(double value) override;
    void text(std::string_view value) override;
    void bytes(std::span<const std::byte> value) override;
    void decimal(const Decimal& value) override;
    void date(Date value) override;
    void date_time(DateTime value) override;
    void uuid(const Uuid& value) override;

    /// A cell of a column of that kind.
    void cell(TypeKind kind, const Cursor& cursor, std::size_t column);

private:
    std::string bytes_;
    bool has_null_ = false;
};

/// The values of some columns of an object, as they are now.
void encode_key(const InstanceState* state, std::span<const std::size_t> columns, KeyEncoder& encoder);

/// The primary key of an object whose model has a single integer for it, whatever its C++ type is.
[[nodiscard]] std::int64_t integer_key(const InstanceState* state);

/// Sorts objects of one model by their primary keys as they are now; equal ones keep their order.
void sort_by_primary_key(std::vector<InstanceState*>& states);

}  // namespace athanor::detail
