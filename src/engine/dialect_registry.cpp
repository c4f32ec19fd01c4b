#include "engine/dialect_registry.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

namespace athanor {

void DialectRegistry::add(std::string name, std::shared_ptr<const Dialect> dialect) {
    dialects_.emplace_back(std::move(name), std::move(dialect));
}

std::shared_ptr<const Dialect> DialectRegistry::get(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& [known, dialect] : dialects_) {
        if (known == name) {
            return dialect;
        }
        names.push_back(known);
    }
    std::sort(names.begin(), names.end());
    const auto meant = nearest(name, names);
    throw NoSuchModuleError(fmt::format("there is no dialect named \"{}\"", name),
                            meant ? fmt::format("did you mean \"{}\"?", *meant)
                                  : fmt::format("built in: {}", fmt::join(names, ", ")));
}

const DialectRegistry& DialectRegistry::instance() {
    static const DialectRegistry registry = [] {
        DialectRegistry filled;
        detail::register_builtin_dialects(filled);
        return filled;
    }();
    return registry;
}

}  // namespace athanor
