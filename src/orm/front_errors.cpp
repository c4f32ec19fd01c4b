// What the typed front throws, out of line so that user code holds no message text.

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/mapped.hpp>
#include <athanor/orm/mapper.hpp>
#include <athanor/orm/one.hpp>
#include <athanor/orm/ref.hpp>
#include <athanor/orm/result.hpp>
#include <athanor/orm/types.hpp>

namespace athanor::detail {

void throw_unexpected_null(const Cursor& cursor, std::size_t column) {
    throw DataError(fmt::format("column {} (\"{}\") of the result is NULL, but its C++ type cannot be", column + 1,
                                cursor.name(column)),
                    "map the column as std::optional<T>, or make the database column NOT NULL");
}

void throw_integer_out_of_range(std::int64_t value, int bits) {
    throw DataError(fmt::format("{} does not fit into an integer of {} bits", value, bits),
                    "map the column as std::int64_t");
}

void throw_does_not_fit(long long value, int bits) {
    throw DataError(fmt::format("{} does not fit into a column of {} bits", value, bits),
                    "map the column as std::int64_t, or check the value first");
}

void throw_empty_ref() { throw InvalidRequestError("this Ref holds no object", "test it first: `if (ref) …`"); }

void throw_empty_relationship(const OneCore& core) {
    std::string name = "this relationship";
    // The link is only read; state_of wants a member of a block.
    if (InstanceState* state = state_of(const_cast<FieldLink&>(core.link))) {
        const auto offset = static_cast<std::uint32_t>(reinterpret_cast<const std::byte*>(&core) -
                                                       static_cast<const std::byte*>(state->object()));
        const Relationship& relationship = state->mapper->relationship_at(offset);
        name = fmt::format("{}.{}", state->mapper->class_name(), relationship.descriptor->name);
    }
    throw InvalidRequestError(fmt::format("{} refers to no object", name), "test it first: `if (object->member) …`");
}

void throw_no_result() {
    throw NoResultFound("the query returned no row where exactly one was asked for",
                        "use one_or_none() or first() where no row is a normal answer");
}

void throw_multiple_results(std::size_t rows) {
    throw MultipleResultsFound(fmt::format("the query returned {} rows where at most one was asked for", rows),
                               "narrow the condition, or use first() where any of them will do");
}

}  // namespace athanor::detail
