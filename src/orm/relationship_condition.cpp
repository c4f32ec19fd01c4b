#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/one.hpp>
#include <athanor/orm/prototype.hpp>

namespace athanor::detail {

namespace {

/// What the object's column holds, which must be known: a key that the server numbers is not, before the flush.
Value key_of(const ColumnDescriptor& column, const Relationship& relationship, const void* object) {
    const auto* at = static_cast<const std::byte*>(object);
    // The link is only read; state_of wants a member that may change.
    auto& link = *reinterpret_cast<FieldLink*>(const_cast<std::byte*>(at + column.offset));
    const InstanceState* state = state_of(link);
    const bool has_row = state && state->status != ObjectStatus::transient && state->status != ObjectStatus::pending;
    if (!has_row && !link.assigned())
        throw InvalidRequestError(fmt::format("{}.{} is compared with a {} that has no {} yet",
                                              relationship.owner->class_name(), relationship.descriptor->name,
                                              relationship.target->class_name(), column.name),
                                  "add the object to the session and flush it first");
    Value value;
    column.access->get(at + column.value_offset, value);
    return value;
}

}  // namespace

sql::ExpressionPtr refers_to(const volatile FieldLink& link, const void* object, bool negated) {
    using enum sql::BinaryOperator;
    const auto [header, relationship] = prototype_relationship(link);
    if (relationship->key_on_target)
        throw InvalidRequestError(
            fmt::format("{}.{} cannot be compared: its foreign key stands in the table of {}",
                        relationship->owner->class_name(), relationship->descriptor->name,
                        relationship->target->class_name()),
            fmt::format("join {} and compare its primary key", relationship->target->class_name()));
    sql::ExpressionPtr condition;
    for (std::size_t i = 0; i < relationship->key_columns.size(); ++i) {
        const sql::ExpressionPtr& key = header->columns[relationship->key_columns[i]];
        sql::ExpressionPtr part;
        if (object) {
            const ColumnDescriptor& referred = relationship->target->columns()[relationship->referred_columns[i]];
            part = combined(negated ? not_equal : equal, key, key_of(referred, *relationship, object));
            if (negated)
                part = combined(or_, part, is_null(key, false));
        } else {
            part = is_null(key, negated);
        }
        condition = condition ? combined(negated ? or_ : and_, condition, part) : std::move(part);
    }
    return condition;
}

}  // namespace athanor::detail
