#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <athanor/core/date.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/year_month.hpp>

// What values must be like, checked before the database is asked. Everything here throws ValidationError.
namespace budget {

inline constexpr std::size_t max_email = 254;
inline constexpr std::size_t max_user_name = 100;
inline constexpr std::size_t max_category = 50;
inline constexpr std::size_t max_description = 200;

/// Money: above zero, at most two decimals, at most ten digits before the point.
athanor::Decimal parse_amount(std::string_view text);
void check_amount(const athanor::Decimal& amount);
/// Half of a transfer: the same, but also below zero.
athanor::Decimal parse_transfer_amount(std::string_view text);

/// A day, YYYY-MM-DD.
athanor::Date parse_date(std::string_view text);
/// A month, YYYY-MM.
athanor::YearMonth parse_month(std::string_view text);

/// UTF-8 without NUL, not blank, at most `longest` characters. `what` names the value in the message.
void check_text(std::string_view what, std::string_view text, std::size_t longest);
/// Such a text of at most 254 characters with something on both sides of one @, and no blanks.
void check_email(std::string_view text);
/// #RRGGBB.
void check_color(std::string_view text);

/// A text as a message shows it: in single quotes, control characters escaped, cut when long. Whatever stands before
/// the host of a URL is ***, since people paste database URLs in wrong places.
std::string in_quotes(std::string_view text);
/// The same without the quotes.
std::string shown(std::string_view text);

}  // namespace budget
