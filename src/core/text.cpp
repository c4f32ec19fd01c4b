#include <algorithm>
#include <cstdint>
#include <cstring>
#include <cwchar>
#include <locale.h>  // NOLINT(modernize-deprecated-headers): POSIX declares uselocale here

#include <athanor/core/text.hpp>

#include "core/utf8.hpp"

namespace athanor {

namespace {

/// Makes the C library classify characters as in C.UTF-8, for this thread and while it lives.
class Utf8Locale {
public:
    Utf8Locale() noexcept : previous_(shared() != nullptr ? uselocale(shared()) : nullptr) {}
    ~Utf8Locale() {
        if (previous_ != nullptr) {
            uselocale(previous_);
        }
    }
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;

    bool ok() const noexcept { return previous_ != nullptr; }

private:
    static locale_t shared() noexcept {
        static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return locale;
    }

    locale_t previous_;
};

}  // namespace

bool is_valid_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        if (text.size() >= 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data(), 8);
            if ((eight & 0x8080808080808080U) == 0) {
                text.remove_prefix(8);
                continue;
            }
        }
        const auto length = detail::decode_utf8(text).length;
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::size_t code_point_count(std::string_view text) noexcept {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool contains_nul(std::string_view text) noexcept { return text.find('\0') != std::string_view::npos; }

std::size_t display_width(std::string_view text) noexcept {
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (ascii) {
        return text.size();
    }
    const Utf8Locale locale;
    std::size_t width = 0;
    while (!text.empty()) {
        const auto [code_point, length] = detail::decode_utf8(text);
        if (length == 0 || !locale.ok()) {
            width += 1;
        } else {
            width += static_cast<std::size_t>(std::max(0, wcwidth(static_cast<wchar_t>(code_point))));
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return width;
}

}  // namespace athanor
