#include "neon/json.hpp"

namespace athanor::neon {

namespace {

bool flag_of(const Json& json, const char* name) {
    const auto& found = member_of(json, name);
    return found.is_boolean() && found.get<bool>();
}

template <class T>
std::vector<T> list_of(const Json& json, T (*convert)(const Json&)) {
    std::vector<T> list;
    for (const auto& item : json) {
        list.push_back(convert(item));
    }
    return list;
}

Endpoint to_endpoint(const Json& json) {
    return {text_of(json, "id"), text_of(json, "branch_id"), text_of(json, "host"), text_of(json, "type"),
            text_of(json, "current_state")};
}

}  // namespace

std::string text_of(const Json& json, const char* name) {
    const auto& found = member_of(json, name);
    return found.is_string() ? found.get<std::string>() : std::string();
}

const Json& member_of(const Json& json, const char* name) {
    static const Json nothing;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() ? *found : nothing;
}

Json body_of(const NewBranch& branch) {
    Json own = Json::object();
    const auto set = [&](const char* name, const std::string& value) {
        if (!value.empty()) {
            own[name] = value;
        }
    };
    set("name", branch.name);
    set("parent_id", branch.parent_id);
    set("parent_lsn", branch.parent_lsn);
    set("parent_timestamp", branch.parent_timestamp);
    set("expires_at", branch.expires_at);
    if (branch.schema_only) {
        own["init_source"] = "schema-only";
    }
    Json body{{"branch", own}};
    if (branch.with_compute) {
        body["endpoints"] = Json::array({{{"type", "read_write"}}});
    }
    return body;
}

Branch to_branch(const Json& json) {
    return {text_of(json, "id"),        text_of(json, "name"),
            text_of(json, "parent_id"), text_of(json, "current_state"),
            flag_of(json, "default"),   flag_of(json, "protected")};
}

Operation to_operation(const Json& json) {
    return {text_of(json, "id"), text_of(json, "action"), text_of(json, "status")};
}

std::vector<Branch> to_branches(const Json& json) { return list_of(json, &to_branch); }
std::vector<Endpoint> to_endpoints(const Json& json) { return list_of(json, &to_endpoint); }
std::vector<Operation> to_operations(const Json& json) { return list_of(json, &to_operation); }

}  // namespace athanor::neon
