#include "orm/value_check.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

#include "orm/member_access.hpp"

namespace athanor::detail {

namespace {

/// Takes one value and complains if its column cannot hold it.
class ValueCheck final : public Binder {
public:
    ValueCheck(const Mapper& mapper, const ColumnDescriptor& column) : mapper_(mapper), column_(column) {}

    void null() override {
        if (column_.nullable) {
            return;
        }
        ErrorDetails details;
        details.message = fmt::format("{}.{}: NULL, the column does not allow it", mapper_.class_name(), column_.name);
        details.hint = "assign a value, or the relationship that gives it, before the flush";
        details.integrity_kind = IntegrityKind::not_null;
        details.table = mapper_.table().name();
        details.column = std::string(column_.name);
        throw IntegrityError(std::move(details));
    }
    void boolean(bool) override {}
    void integer(std::int64_t value) override {
        using Limits = std::numeric_limits<std::int32_t>;
        if (column_.type.kind == TypeKind::integer && (value < Limits::min() || value > Limits::max())) {
            fail(fmt::format("{} is outside the 32 bits of the column", shown(std::to_string(value))),
                 "map the member as std::int64_t");
        }
    }
    void real(double) override {}
    void text(std::string_view value) override {
        if (contains_nul(value)) {
            fail("the text contains the character NUL, which no database stores",
                 "remove it, or map the member as Bytes");
        }
        if (!is_valid_utf8(value)) {
            fail("the text is not valid UTF-8", "convert it to UTF-8 first, or map the member as Bytes");
        }
        // A text is never longer in characters than in bytes: most need not be counted.
        if (column_.type.length != 0 && value.size() > column_.type.length &&
            code_point_count(value) > column_.type.length) {
            fail(fmt::format("{} characters, the column holds {}", code_point_count(value), column_.type.length),
                 "shorten the text");
        }
    }
    void bytes(std::span<const std::byte>) override {}
    void decimal(const Decimal& value) override {
        const auto& type = column_.type;
        if (type.kind == TypeKind::numeric && type.precision != 0 && !value.fits(type.precision, type.scale)) {
            fail(fmt::format("{} does not fit into {}", shown(value.to_string()), to_string(type)),
                 "round it with rounded(), or store a smaller number");
        }
    }
    void date(Date) override {}
    void date_time(DateTime) override {}
    void uuid(const Uuid&) override {}

private:
    [[nodiscard]] std::string shown(std::string value) const { return column_.type.secret ? "***" : std::move(value); }

    [[noreturn]] void fail(const std::string& what, std::string hint) const {
        ErrorDetails details;
        details.message = fmt::format("{}.{}: {}", mapper_.class_name(), column_.name, what);
        details.hint = std::move(hint);
        details.table = mapper_.table().name();
        details.column = std::string(column_.name);
        throw DataError(std::move(details));
    }

    const Mapper& mapper_;
    const ColumnDescriptor& column_;
};

bool has_foreign_key(const ColumnDescriptor& column) {
    return !column.references_type.empty() || !column.references_table.empty();
}

void check_column(const Batch& batch, std::size_t position, KeySync& keys) {
    const auto& column = batch.mapper->columns()[position];
    ValueCheck check(*batch.mapper, column);
    for (auto* state : batch.rows) {
        const bool assigned = link_at(state, column.offset).assigned();
        if (batch.kind == Batch::Kind::insert && !assigned && (has_foreign_key(column) || column.primary_key)) {
            bool given = false;
            keys.for_each_source(state, [&](const KeySource& source) {
                given = given || (source.parent != nullptr &&
                                  std::ranges::find(source.key_columns, position) != source.key_columns.end());
            });
            if (!given && column.primary_key) {
                throw FlushError(fmt::format("{}.{}: the primary key was not assigned, and the server does not make it",
                                             batch.mapper->class_name(), column.name),
                                 "assign the key before the flush, or make it one integer member");
            }
            // A foreign key that nobody gave is NULL, even where its C++ type would read 0.
            if (!given && !column.access->nullable) {
                keys.set_null(state, position);
            }
        }
        if (keys.waits_for(state, position)) {
            continue;
        }
        if (keys.is_null(state, position)) {
            check.null();
        } else {
            column.access->bind(field_of(state, column), check);
        }
    }
}

}  // namespace

void check_values(const std::vector<Batch>& batches, KeySync& keys) {
    for (const auto& batch : batches) {
        for (const auto position : batch.columns) {
            check_column(batch, position, keys);
        }
    }
}

}  // namespace athanor::detail
