#include "dialects/postgresql/connect/overrides.hpp"

#include <memory>

#include <libpq-fe.h>

namespace athanor::postgresql {

URL overridden(URL url, const Parameters& connect_args) {
    for (const auto& [key, value] : connect_args) {
        std::erase_if(url.query, [&](const auto& pair) { return pair.first == key; });
        if (key == "host") {
            url.host.clear();
        } else if (key == "port") {
            url.port.reset();
        } else if (key == "user") {
            url.username.reset();
        } else if (key == "password") {
            url.password.reset();
        } else if (key == "dbname") {
            url.database.clear();
        }
    }
    for (const auto& pair : connect_args) {
        url.query.push_back(pair);
    }
    return url;
}

std::string libpq_default(std::string_view keyword) {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(), PQconninfoFree);
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->keyword == keyword && option->val != nullptr) {
            return option->val;
        }
    }
    return "";
}

}  // namespace athanor::postgresql
