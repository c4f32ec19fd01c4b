#include <memory>

#include <nlohmann/json.hpp>

#include <athanor/mcp/json.hpp>
#include <athanor/mcp/schema.hpp>

namespace athanor::mcp::detail {

const Json* find_member(const Json& object, std::string_view name) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

bool is_array(const Json& value) { return value.is_array(); }

bool is_object(const Json& value) { return value.is_object(); }

bool is_null(const Json& value) { return value.is_null(); }

std::size_t element_count(const Json& array) { return array.size(); }

const Json& element_at(const Json& array, std::size_t index) { return array.at(index); }

void make_object(Json& value) { value = Json::object(); }

void make_array(Json& value) { value = Json::array(); }

Json& add_member(Json& object, std::string_view name) { return object[std::string(name)]; }

Json& add_element(Json& array) {
    array.emplace_back(nullptr);
    return array.back();
}

std::string_view kind_of(const Json& value) {
    switch (value.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "a list";
    case Json::value_t::string:
        return "a text";
    case Json::value_t::boolean:
        return "a bool";
    default:
        return "a number";
    }
}

std::shared_ptr<Json> new_json() { return std::make_shared<Json>(); }

}  // namespace athanor::mcp::detail
