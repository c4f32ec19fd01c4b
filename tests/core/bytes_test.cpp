#include <gtest/gtest.h>

#include <athanor/core/bytes.hpp>
#include <athanor/core/error.hpp>

namespace athanor {
namespace {

TEST(Bytes, AreThoseOfTheText) {
    EXPECT_EQ(bytes_of("A\n"), (Bytes{std::byte{0x41}, std::byte{0x0A}}));
    EXPECT_EQ(bytes_of(std::string_view("\0", 1)).size(), 1U);
    EXPECT_TRUE(bytes_of("").empty());
}

TEST(Bytes, PrintAndReadAsHexadecimal) {
    EXPECT_EQ(to_hex(bytes_of("\x01\xAB\xFF")), "01abff");
    EXPECT_EQ(from_hex("01aBFf"), bytes_of("\x01\xAB\xFF"));
    EXPECT_EQ(to_hex({}), "");
    EXPECT_TRUE(from_hex("").empty());
}

TEST(Bytes, RefuseWhatIsNotHexadecimal) {
    EXPECT_THROW(from_hex("0"), DataError);
    EXPECT_THROW(from_hex("0g"), DataError);
    EXPECT_THROW(from_hex("0x"), DataError);
    EXPECT_THROW(from_hex("@@"), DataError);
}

}  // namespace
}  // namespace athanor
