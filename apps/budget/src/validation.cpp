#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/text.hpp>
#include <athanor/core/value.hpp>

#include <budget/errors.hpp>
#include <budget/validation.hpp>

namespace budget {

namespace {

constexpr int amount_digits = 12;
constexpr int amount_scale = 2;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// What stands between "://" and the last '@' is a login.
std::string without_login(std::string_view text) {
    std::string result(text);
    const auto scheme = result.find("://");
    const auto at = result.rfind('@');
    if (scheme != std::string::npos && at != std::string::npos && at > scheme) {
        result.replace(scheme + 3, at - scheme - 3, "***");
    }
    if (const auto password = result.find("password="); password != std::string::npos) {
        result.replace(password + 9, std::string::npos, "***");
    }
    return result;
}

}  // namespace

std::string in_quotes(std::string_view text) { return athanor::Value(without_login(text)).to_string(); }

std::string shown(std::string_view text) {
    std::string result = in_quotes(text);
    if (result.size() >= 2 && result.front() == '\'' && result.back() == '\'') {
        result = result.substr(1, result.size() - 2);
    }
    return result;
}

void check_amount(const athanor::Decimal& amount) {
    if (amount.normalized().scale() > amount_scale) {
        throw ValidationError(fmt::format("the amount {} has more than two decimals", amount),
                              "amounts are not rounded: write it with at most two decimals, such as 12.50");
    }
    if (amount.is_negative() || amount.is_zero()) {
        throw ValidationError(fmt::format("the amount {} is not above zero", amount),
                              "an expense is money spent: write it without a sign, such as 12.50");
    }
    if (!amount.fits(amount_digits, amount_scale)) {
        throw ValidationError(fmt::format("the amount {} is too large", amount), "the largest amount is 9999999999.99");
    }
}

namespace {

athanor::Decimal parse_decimal(std::string_view text) {
    if (text.empty()) {
        throw ValidationError("the amount is empty", "write an amount such as 12.50");
    }
    const auto amount = athanor::Decimal::try_parse(text);
    if (!amount) {
        throw ValidationError(fmt::format("{} is not an amount", in_quotes(text)),
                              "write digits and at most two decimals after a point, such as 12.50");
    }
    return *amount;
}

}  // namespace

athanor::Decimal parse_amount(std::string_view text) {
    const auto amount = parse_decimal(text);
    check_amount(amount);
    return amount.rescaled(amount_scale);
}

athanor::Decimal parse_transfer_amount(std::string_view text) {
    const auto amount = parse_decimal(text);
    check_amount(amount.abs());
    return amount.rescaled(amount_scale);
}

athanor::Date parse_date(std::string_view text) {
    const auto day = athanor::Date::try_parse(text);
    if (!day) {
        throw ValidationError(fmt::format("{} is not a date", in_quotes(text)),
                              "write a day of the calendar as YYYY-MM-DD, such as 2026-01-31");
    }
    return *day;
}

athanor::YearMonth parse_month(std::string_view text) {
    const auto month = athanor::YearMonth::try_parse(text);
    if (!month) {
        throw ValidationError(fmt::format("{} is not a month", in_quotes(text)),
                              "write it as YYYY-MM, such as 2026-01");
    }
    return *month;
}

void check_text(std::string_view what, std::string_view text, std::size_t longest) {
    if (athanor::contains_nul(text)) {
        throw ValidationError(fmt::format("the {} contains a NUL character", what), "take it out");
    }
    if (!athanor::is_valid_utf8(text)) {
        throw ValidationError(fmt::format("the {} is not UTF-8", what), "convert it to UTF-8, for example with iconv");
    }
    if (is_blank(text)) {
        throw ValidationError(fmt::format("the {} is empty", what), fmt::format("give 1 to {} characters", longest));
    }
    if (const auto count = athanor::code_point_count(text); count > longest) {
        throw ValidationError(fmt::format("the {} has {} characters", what, count),
                              fmt::format("it may have at most {}", longest));
    }
}

void check_email(std::string_view text) {
    check_text("e-mail address", text, max_email);
    const auto at = text.find('@');
    const bool blank =
        std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
    if (blank || at == std::string_view::npos || at == 0 || at + 1 == text.size() ||
        text.find('@', at + 1) != std::string_view::npos) {
        throw ValidationError(fmt::format("{} is not an e-mail address", in_quotes(text)),
                              "write it like somebody@example.com");
    }
}

void check_color(std::string_view text) {
    if (text.size() != 7 || text[0] != '#' || !std::all_of(text.begin() + 1, text.end(), is_hex)) {
        throw ValidationError(fmt::format("{} is not a color", in_quotes(text)),
                              "write # and six hexadecimal digits, such as #3366cc (in a shell in quotes)");
    }
}

}  // namespace budget
