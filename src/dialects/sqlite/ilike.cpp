#include <cwctype>
#include <locale.h>  // NOLINT(modernize-deprecated-headers): POSIX declares uselocale here
#include <memory>
#include <new>
#include <string_view>
#include <vector>
#include <wctype.h>  // NOLINT(modernize-deprecated-headers): POSIX declares towlower_l here

#include "dialects/sqlite/functions.hpp"

namespace athanor::sqlite {

namespace {

// Above every code point.
constexpr char32_t any_sequence = 0x110000;
constexpr char32_t any_one = 0x110001;

locale_t utf8_locale() {
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

char32_t lower(char32_t letter) {
    if (letter < 0x80) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }
    static const locale_t locale = utf8_locale();
    return locale != nullptr ? static_cast<char32_t>(towlower_l(static_cast<wint_t>(letter), locale)) : letter;
}

/// Takes the next code point off the front; a byte that is not part of one stands for itself.
char32_t take(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    char32_t code = length == 1 ? first : first & (0xffU >> (length + 1));
    if (length > text.size()) {
        length = 1;
        code = first;
    }
    for (std::size_t i = 1; i < length; ++i) {
        code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    }
    text.remove_prefix(length);
    return code;
}

struct Pattern {
    std::vector<char32_t> tokens;
    bool ends_in_escape = false;

    explicit Pattern(std::string_view text) {
        while (!text.empty()) {
            const auto token = take(text);
            if (token == '%') {
                tokens.push_back(any_sequence);
            } else if (token == '_') {
                tokens.push_back(any_one);
            } else if (token != '\\') {
                tokens.push_back(lower(token));
            } else if (text.empty()) {
                ends_in_escape = true;
            } else {
                tokens.push_back(lower(take(text)));
            }
        }
    }

    [[nodiscard]] bool matches(std::string_view text) const {
        std::size_t at = 0;
        // Where to go on when the text after the last % does not match: one character further on.
        std::size_t retry_at = 0;
        std::string_view retry_text;
        bool can_retry = false;
        while (true) {
            if (at < tokens.size() && tokens[at] == any_sequence) {
                retry_at = ++at;
                retry_text = text;
                can_retry = true;
                continue;
            }
            if (text.empty()) {
                return at == tokens.size();
            }
            auto rest = text;
            const auto letter = take(rest);
            if (at < tokens.size() && (tokens[at] == any_one || tokens[at] == lower(letter))) {
                ++at;
                text = rest;
                continue;
            }
            if (!can_retry || retry_text.empty()) {
                return false;
            }
            take(retry_text);
            text = retry_text;
            at = retry_at;
        }
    }
};

std::string_view text_of(sqlite3_value* value) {
    const auto* start = sqlite3_value_text(value);
    return start == nullptr ? std::string_view()
                            : std::string_view(reinterpret_cast<const char*>(start),
                                               static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void ilike(sqlite3_context* context, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) {
        return sqlite3_result_null(context);
    }
    try {
        // SQLite keeps what is prepared for a constant pattern from row to row.
        auto* pattern = static_cast<Pattern*>(sqlite3_get_auxdata(context, 0));
        std::unique_ptr<Pattern> made;
        if (pattern == nullptr) {
            made = std::make_unique<Pattern>(text_of(arguments[0]));
            pattern = made.get();
        }
        if (pattern->ends_in_escape) {
            sqlite3_result_error(context, "LIKE pattern must not end with the escape character \\", -1);
            return sqlite3_result_error_code(context, SQLITE_TOOBIG);
        }
        sqlite3_result_int(context, pattern->matches(text_of(arguments[1])) ? 1 : 0);
        if (made) {
            sqlite3_set_auxdata(context, 0, made.release(), [](void* old) { delete static_cast<Pattern*>(old); });
        }
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

int register_ilike(sqlite3* database) {
    return sqlite3_create_function_v2(database, "athanor_ilike", 2,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr, ilike, nullptr,
                                      nullptr, nullptr);
}

}  // namespace athanor::sqlite
