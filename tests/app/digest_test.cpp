#include <gtest/gtest.h>

#include "digest.hpp"

namespace {

using budget::Digest;

// From the test vectors published with FNV.
TEST(Digest, IsFnv1aOf128Bits) {
    EXPECT_EQ(Digest().to_hex(), "6c62272e07bb014262b821756295c58d");
    EXPECT_EQ(Digest().bytes("a").to_hex(), "d228cb696f1a8caf78912b704e4a8964");
    EXPECT_EQ(Digest().bytes("foobar").to_hex(), "343e1662793c64bf6f0d3597ba446f18");
}

TEST(Digest, KnowsWhereAFieldEnds) {
    EXPECT_NE(Digest().field("ab").field("c"), Digest().field("a").field("bc"));
    EXPECT_NE(Digest().field("a"), Digest().field("a").field(""));
}

}  // namespace
