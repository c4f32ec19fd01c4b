#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// JSON as it crosses the protocol, its members in the order they were written. Only declared here: whoever looks into
/// one includes <nlohmann/json.hpp>.
using Json = nlohmann::ordered_json;

namespace detail {

// What the templates of this library need of JSON, so that no user's file has to compile the JSON library.
[[nodiscard]] const Json* find_member(const Json& object, std::string_view name);
[[nodiscard]] bool is_array(const Json& value);
[[nodiscard]] bool is_object(const Json& value);
[[nodiscard]] bool is_null(const Json& value);
[[nodiscard]] std::size_t element_count(const Json& array);
[[nodiscard]] const Json& element_at(const Json& array, std::size_t index);
void make_object(Json& value);
void make_array(Json& value);
Json& add_member(Json& object, std::string_view name);      ///< the reference lasts until the next member is added
Json& add_element(Json& array);                             ///< the same, for elements
[[nodiscard]] std::string_view kind_of(const Json& value);  ///< "a number", "an object" …

}  // namespace detail
}  // namespace athanor::mcp

#pragma GCC visibility pop
