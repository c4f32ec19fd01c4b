#include <algorithm>
#include <array>

#include <athanor/core/redaction.hpp>

namespace athanor {

namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool equal_letters(char a, char b) noexcept { return lower(a) == lower(b); }

bool contains(std::string_view name, std::string_view part) noexcept {
    return std::search(name.begin(), name.end(), part.begin(), part.end(), equal_letters) != name.end();
}

bool ends_with(std::string_view name, std::string_view end) noexcept {
    return name.size() >= end.size() &&
           std::equal(end.begin(), end.end(), name.end() - static_cast<std::ptrdiff_t>(end.size()), equal_letters);
}

}  // namespace

bool is_secret_name(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 4> parts{"password", "token", "key", "secret"};
    const bool secret = std::any_of(parts.begin(), parts.end(), [&](auto part) { return contains(name, part); });
    return secret && !ends_with(name, "file") && !ends_with(name, "cert");
}

}  // namespace athanor
