#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <budget/errors.hpp>
#include <budget/validation.hpp>

namespace {

using namespace budget;
using ::testing::HasSubstr;
using ::testing::Not;

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const ValidationError& error) {
        EXPECT_NE(error.hint(), "") << "says what is wrong but not what to do: " << error.what();
        return error.what();
    }
    return "accepted";
}

std::string refused_amount(const char* text) {
    return refusal([&] { static_cast<void>(parse_amount(text)); });
}

TEST(Amount, IsShownWithTwoDecimalsHoweverItIsWritten) {
    EXPECT_EQ(parse_amount("12").to_string(), "12.00");
    EXPECT_EQ(parse_amount("12.5").to_string(), "12.50");
    EXPECT_EQ(parse_amount("0.01").to_string(), "0.01");
    EXPECT_EQ(parse_amount("9999999999.99").to_string(), "9999999999.99");
    EXPECT_EQ(parse_amount("12.3400").to_string(), "12.34");
}

TEST(Amount, RefusesAThirdDecimalInsteadOfRounding) {
    EXPECT_EQ(refused_amount("12.345"), "the amount 12.345 has more than two decimals");
    EXPECT_EQ(refused_amount("-12.345"), "the amount -12.345 has more than two decimals");
}

TEST(Amount, RefusesWhatIsNoNumber) {
    EXPECT_EQ(refused_amount("abc"), "'abc' is not an amount");
    EXPECT_EQ(refused_amount("1e400"), "'1e400' is not an amount");
    EXPECT_EQ(refused_amount(""), "the amount is empty");
    EXPECT_EQ(refused_amount("1,50"), "'1,50' is not an amount");
    EXPECT_EQ(refused_amount(" 1"), "' 1' is not an amount");
}

TEST(Amount, RefusesWhatIsNotAboveZero) {
    EXPECT_EQ(refused_amount("-5"), "the amount -5 is not above zero");
    EXPECT_EQ(refused_amount("0.00"), "the amount 0.00 is not above zero");
}

TEST(Amount, RefusesElevenDigitsBeforeThePoint) {
    EXPECT_EQ(refused_amount("10000000000"), "the amount 10000000000 is too large");
    EXPECT_EQ(refused_amount("99999999999999999999999999999999999999"),
              "the amount 99999999999999999999999999999999999999 is too large");
}

TEST(Amount, OfATransferMayBeBelowZeroAndKeepsTheOtherRules) {
    EXPECT_EQ(parse_transfer_amount("-12.5").to_string(), "-12.50");
    EXPECT_EQ(parse_transfer_amount("9999999999.99").to_string(), "9999999999.99");
    const auto refused = [](const char* text) {
        return refusal([&] { static_cast<void>(parse_transfer_amount(text)); });
    };
    EXPECT_EQ(refused("-12.345"), "the amount 12.345 has more than two decimals");
    EXPECT_EQ(refused("0"), "the amount 0 is not above zero");
    EXPECT_EQ(refused("-10000000000"), "the amount 10000000000 is too large");
    EXPECT_EQ(refused("--5"), "'--5' is not an amount");
    EXPECT_EQ(refused(""), "the amount is empty");
}

TEST(Dates, MustBeInTheCalendar) {
    EXPECT_EQ(parse_date("2024-02-29").to_string(), "2024-02-29");
    EXPECT_EQ(refusal([] { static_cast<void>(parse_date("2026-02-30")); }), "'2026-02-30' is not a date");
    EXPECT_EQ(refusal([] { static_cast<void>(parse_date("01/02/2026")); }), "'01/02/2026' is not a date");
    EXPECT_EQ(refusal([] { static_cast<void>(parse_date("")); }), "'' is not a date");
    EXPECT_EQ(refusal([] { static_cast<void>(parse_month("2026-13")); }), "'2026-13' is not a month");
    EXPECT_EQ(refusal([] { static_cast<void>(parse_month("2026")); }), "'2026' is not a month");
}

TEST(Texts, AreCountedInCharactersNotBytes) {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "é";
    }
    EXPECT_NO_THROW(check_text("description", text, max_description));
    EXPECT_EQ(refusal([&] { check_text("description", text + "x", max_description); }),
              "the description has 201 characters");
}

TEST(Texts, RefuseNulBrokenUtf8AndNothing) {
    using namespace std::string_view_literals;
    EXPECT_EQ(refusal([] { check_text("name", "a\0b"sv, 10); }), "the name contains a NUL character");
    EXPECT_EQ(refusal([] { check_text("name", "caf\xe9", 10); }), "the name is not UTF-8");
    EXPECT_EQ(refusal([] { check_text("name", "", 10); }), "the name is empty");
    EXPECT_EQ(refusal([] { check_text("name", " \t\n", 10); }), "the name is empty");
}

TEST(Emails, NeedSomethingOnBothSidesOfOneAt) {
    EXPECT_NO_THROW(check_email("ann@example.com"));
    EXPECT_NO_THROW(check_email("jürgen@example.com"));
    for (const char* wrong : {"ann", "@example.com", "ann@", "a@b@c", "an n@example.com", "ann@exa\nmple.com"}) {
        EXPECT_THAT(refusal([&] { check_email(wrong); }), HasSubstr("is not an e-mail address")) << wrong;
    }
}

TEST(Colors, AreSixHexadecimalDigits) {
    EXPECT_NO_THROW(check_color("#3366cC"));
    for (const char* wrong : {"", "red", "#36c", "3366cc0", "#3366cg", "#3366cc0"}) {
        EXPECT_THAT(refusal([&] { check_color(wrong); }), HasSubstr("is not a color")) << wrong;
    }
}

TEST(Quoting, EscapesControlCharactersAndCutsLongTexts) {
    EXPECT_THAT(in_quotes("a\x1b[31mb\n"), Not(HasSubstr("\x1b")));
    EXPECT_THAT(in_quotes("a\x1b[31mb\n"), Not(HasSubstr("\n")));
    EXPECT_LT(in_quotes(std::string(10'000, 'x')).size(), 400u);
}

TEST(Quoting, HidesTheLoginOfAUrl) {
    EXPECT_EQ(in_quotes("postgresql://ann:secret@host/db"), "'postgresql://***@host/db'");
    EXPECT_EQ(in_quotes("--d=postgresql://ann:p@ss@host/db"), "'--d=postgresql://***@host/db'");
    EXPECT_EQ(in_quotes("host=x password=secret"), "'host=x password=***'");
    EXPECT_EQ(shown("ann@example.com"), "ann@example.com");
}

}  // namespace
