#include "core/quoting.hpp"

#include <fmt/format.h>

#include "core/utf8.hpp"

namespace athanor::detail {

namespace {

void append_character(std::string& out, std::string_view character, char32_t code_point) {
    switch (code_point) {
    case U'\'':
        out += "''";
        return;
    case U'\n':
        out += "\\n";
        return;
    case U'\r':
        out += "\\r";
        return;
    case U'\t':
        out += "\\t";
        return;
    default:
        break;
    }
    // A log is read on a terminal, which obeys control characters: stored text must not be able to drive it.
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(code_point));
    } else {
        out += character;
    }
}

}  // namespace

std::string quote_for_log(std::string_view text, std::size_t limit) {
    std::string out = "'";
    std::size_t count = 0;
    while (!text.empty()) {
        const auto [code_point, length] = decode_utf8(text);
        const std::size_t step = length == 0 ? 1 : length;
        if (count < limit && length == 0) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text[0]));
        } else if (count < limit) {
            append_character(out, text.substr(0, step), code_point);
        }
        text.remove_prefix(step);
        ++count;
    }
    out += "'";
    if (count > limit) {
        fmt::format_to(std::back_inserter(out), "... ({} more characters)", count - limit);
    }
    return out;
}

}  // namespace athanor::detail
