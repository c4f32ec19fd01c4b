#pragma once

#include <nlohmann/json.hpp>

#include <athanor/engine/cursor.hpp>
#include <athanor/mcp/codec.hpp>
#include <athanor/schema/type.hpp>

// The values of a model's columns, as they cross the protocol.
namespace athanor::mcp::detail {

[[nodiscard]] bool can_cross(const Type& type) noexcept;
void column_schema(Json& out, const Type& type);
/// Throws BadValue.
[[nodiscard]] Value decode_value(const Json& value, const Path& path, const Type& type);
/// Precondition: the cell is not NULL.
void encode_cell(Json& out, const Cursor& cursor, std::size_t column, const Type& type);

}  // namespace athanor::mcp::detail
