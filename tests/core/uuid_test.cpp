#include <sstream>
#include <unordered_set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/uuid.hpp>

namespace athanor {
namespace {

constexpr auto sample = "0123e567-89ab-4def-8123-456789abcdef";

TEST(Uuid, ReadsEitherCaseAndPrintsLower) {
    EXPECT_EQ(Uuid::parse(sample).to_string(), sample);
    EXPECT_EQ(Uuid::parse("0123E567-89AB-4DEF-8123-456789ABCDEF"), Uuid::parse(sample));
    EXPECT_EQ(Uuid::parse(sample).bytes()[1], std::byte{0x23});
    EXPECT_EQ(Uuid::parse(sample).bytes()[15], std::byte{0xef});
}

TEST(Uuid, RefusesEveryOtherForm) {
    for (const char* text : {"", "0123e567-89ab-4def-8123-456789abcde", "0123e567-89ab-4def-8123-456789abcdef0",
                             "{123e567-89ab-4def-8123-456789abcde}", "0123e567089ab-4def-8123-456789abcdef",
                             "0123g567-89ab-4def-8123-456789abcdef", "0123e56789ab4def8123456789abcdef",
                             "0123e567-89ab-4def-81234-56789abcdef"}) {
        EXPECT_FALSE(Uuid::try_parse(text)) << text;
        EXPECT_THROW(Uuid::parse(text), DataError) << text;
    }
}

TEST(Uuid, IsNilByDefault) {
    EXPECT_TRUE(Uuid().is_nil());
    EXPECT_EQ(Uuid::nil().to_string(), "00000000-0000-0000-0000-000000000000");
    EXPECT_FALSE(Uuid::parse(sample).is_nil());
}

TEST(Uuid, RandomOnesDifferAndAreOfVersion4) {
    std::unordered_set<Uuid> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto uuid = Uuid::random();
        const auto text = uuid.to_string();
        EXPECT_EQ(text[14], '4');
        EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
        EXPECT_EQ(Uuid::parse(text), uuid);
        seen.insert(uuid);
    }
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(Uuid, OrdersByItsBytes) {
    EXPECT_LT(Uuid::nil(), Uuid::parse(sample));
    EXPECT_LT(Uuid::parse("7f000000-0000-0000-0000-000000000000"), Uuid::parse("80000000-0000-0000-0000-000000000000"));
}

TEST(Uuid, Prints) {
    EXPECT_EQ(fmt::format("{:>38}", Uuid::parse(sample)), fmt::format("  {}", sample));
    std::ostringstream out;
    out << Uuid::parse(sample);
    EXPECT_EQ(out.str(), sample);
}

}  // namespace
}  // namespace athanor
