#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/text.hpp>

namespace athanor {
namespace {

TEST(Text, AcceptsEveryFormOfUtf8) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("plain ASCII that is longer than eight bytes"));
    EXPECT_TRUE(is_valid_utf8("\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF"));
    EXPECT_TRUE(is_valid_utf8("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"));
    EXPECT_TRUE(is_valid_utf8(std::string_view("\0", 1)));
}

TEST(Text, RefusesBrokenUtf8) {
    for (const char* text : {"\x80",
                             "\xBF",
                             "\xC0\x80",
                             "\xC1\xBF",
                             "\xC3",
                             "\xC3(",
                             "\xE0\x80\x80",
                             "\xE0\x9F\xBF",
                             "\xE2\x82",
                             "\xE2\x82(",
                             "\xED\xA0\x80",
                             "\xED\xBF\xBF",
                             "\xF0\x8F\xBF\xBF",
                             "\xF0\x9F\x92",
                             "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80",
                             "\xFE",
                             "\xFF",
                             "ok ok ok ok \xE9t\xE9",
                             "eight ok\xC3"}) {
        EXPECT_FALSE(is_valid_utf8(text)) << text;
    }
}

TEST(Text, CountsCharactersAndNotBytes) {
    EXPECT_EQ(code_point_count(""), 0U);
    EXPECT_EQ(code_point_count("Z\xC3\xBCrich"), 6U);
    EXPECT_EQ(code_point_count("\xF0\x9F\x92\xB0\xE2\x82\xAC"), 2U);
}

TEST(Text, FindsNul) {
    EXPECT_TRUE(contains_nul(std::string_view("a\0b", 3)));
    EXPECT_FALSE(contains_nul("ab"));
}

TEST(Text, MeasuresColumnsOfATerminal) {
    EXPECT_EQ(display_width("plain"), 5U);
    EXPECT_EQ(display_width("Z\xC3\xBCrich"), 6U);
    EXPECT_EQ(display_width("e\xCC\x81"), 1U) << "a combining accent";
    EXPECT_EQ(display_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4U) << "two wide characters";
    EXPECT_EQ(display_width("\xF0\x9F\x92\xB0"), 2U) << "an emoji";
    EXPECT_EQ(display_width("\xE2\x82\xAC"), 1U) << "a currency sign";
    EXPECT_EQ(display_width("a\xFF"), 2U) << "a byte that is not UTF-8";
    EXPECT_EQ(display_width("a\nb"), 2U) << "a control character";
}

TEST(Text, FindsWhatWasProbablyMeant) {
    const std::vector<std::string> names{"Groceries", "Restaurants", "Utilities", "Rent"};
    EXPECT_EQ(nearest("Grocreies", names), "Groceries");
    EXPECT_EQ(nearest("restaurant", names), "Restaurants");
    EXPECT_EQ(nearest("RENT", names), "Rent");
    EXPECT_EQ(nearest("Rnet", names), "Rent") << "a swap of neighbours is one mistake";
    EXPECT_EQ(nearest("Tuition", names), std::nullopt);
    EXPECT_EQ(nearest("x", names), std::nullopt);
}

TEST(Text, TakesTheNearestAndOfEquallyNearOnesTheFirst) {
    EXPECT_EQ(nearest("cat", {"cart", "car", "cat"}), "cat");
    EXPECT_EQ(nearest("cat", {"car", "bat"}), "car");
    EXPECT_EQ(nearest("ab", {"xy"}), std::nullopt);
    EXPECT_EQ(nearest("abcdef", {"abcdxy"}), "abcdxy");
    EXPECT_EQ(nearest("abcdef", {"abcxyz"}), std::nullopt);
    EXPECT_EQ(nearest("Caf\xC3\xA9", {"Cafe"}), "Cafe") << "one character, though two bytes";
    EXPECT_EQ(nearest("x", std::vector<std::string>{}), std::nullopt);
}

}  // namespace
}  // namespace athanor
