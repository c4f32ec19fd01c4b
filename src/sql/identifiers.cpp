#include <algorithm>

#include <athanor/sql/identifiers.hpp>

namespace athanor::sql {

bool Identifiers::needs_quotes(std::string_view name) const {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return name.empty() || (name.front() >= '0' && name.front() <= '9') ||
           !std::all_of(name.begin(), name.end(), plain) ||
           std::binary_search(reserved_.begin(), reserved_.end(), name);
}

std::string Identifiers::quote(std::string_view name) const {
    std::string out;
    write(out, name);
    return out;
}

void Identifiers::write(std::string& out, std::string_view name) const {
    if (!needs_quotes(name)) {
        out += name;
        return;
    }
    out += '"';
    for (const char c : name) {
        out.append(c == '"' ? 2 : 1, c);
    }
    out += '"';
}

}  // namespace athanor::sql
