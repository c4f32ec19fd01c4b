#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/mapper_resolved.hpp"

namespace athanor {

namespace {

struct Registry {
    std::recursive_mutex mutex;  ///< recursive: a derived model's mapper asks for its base's while it is made
    std::map<std::string, std::unique_ptr<const Mapper>, std::less<>> mappers;
};

// Never destroyed: objects with static storage may outlive every other static of the library, and need their mappers.
Registry& registry() {
    static auto* const instance = new Registry;
    return *instance;
}

/// Two shared libraries may each bring a descriptor of one class; two classes of one name are a mistake.
void require_same_class(const detail::ModelDescriptor& known, const detail::ModelDescriptor& other) {
    if (known.size != other.size || known.table_name != other.table_name ||
        known.columns.size() != other.columns.size()) {
        throw ArgumentError(
            fmt::format("two different models are called {} (tables {} and {})", known.type_key, known.table_name,
                        other.table_name),
            "give one of them another name or namespace; unnamed namespaces of two files count as the same");
    }
}

}  // namespace

const Mapper* Mapper::find(std::string_view type_key) noexcept {
    auto& all = registry();
    const std::lock_guard lock(all.mutex);
    const auto found = all.mappers.find(type_key);
    return found == all.mappers.end() ? nullptr : found->second.get();
}

const Mapper& Mapper::of(const detail::ModelDescriptor& descriptor) {
    auto& all = registry();
    const std::lock_guard lock(all.mutex);
    const auto found = all.mappers.find(descriptor.type_key);
    if (found != all.mappers.end()) {
        require_same_class(found->second->descriptor(), descriptor);
        return *found->second;
    }
    auto mapper = std::make_unique<const Mapper>(descriptor);
    return *all.mappers.emplace(std::string(descriptor.type_key), std::move(mapper)).first->second;
}

namespace detail {

const Mapper* find_mapper_of_table(std::string_view table) {
    auto& all = registry();
    const std::lock_guard lock(all.mutex);
    for (const auto& [key, mapper] : all.mappers) {
        if (mapper->table().name() == table) {
            return mapper.get();
        }
    }
    return nullptr;
}

std::vector<std::string_view> registered_class_names() {
    auto& all = registry();
    const std::lock_guard lock(all.mutex);
    std::vector<std::string_view> names;
    names.reserve(all.mappers.size());
    for (const auto& [key, mapper] : all.mappers) {
        names.push_back(mapper->class_name());
    }
    return names;
}

}  // namespace detail
}  // namespace athanor
