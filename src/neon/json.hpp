#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <athanor/neon/client.hpp>

// What Neon's API says and hears, as JSON. Members that are missing or null stay as they are made.
namespace athanor::neon {

using Json = nlohmann::json;

[[nodiscard]] Json body_of(const NewBranch& branch);

[[nodiscard]] Branch to_branch(const Json& json);
[[nodiscard]] std::vector<Branch> to_branches(const Json& json);
[[nodiscard]] std::vector<Endpoint> to_endpoints(const Json& json);
[[nodiscard]] Operation to_operation(const Json& json);
[[nodiscard]] std::vector<Operation> to_operations(const Json& json);

/// A text of an object; empty if it is not there.
[[nodiscard]] std::string text_of(const Json& json, const char* name);
/// An object or array of an object; an empty one if it is not there.
[[nodiscard]] const Json& member_of(const Json& json, const char* name);

}  // namespace athanor::neon
