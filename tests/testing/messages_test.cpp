#include <gtest/gtest.h>

#include "testing/faults.hpp"
#include "testing/messages.hpp"
#include "testing/statement_names.hpp"

namespace athanor::testing::wire {

namespace {

std::string typed(char type, const std::string& body) {
    std::string bytes = type + std::string(4, '\0') + body;
    write_number(bytes, 1, static_cast<std::uint32_t>(body.size() + 4));
    return bytes;
}

std::string untyped(std::uint32_t code, const std::string& body) {
    std::string bytes = std::string(8, '\0') + body;
    write_number(bytes, 0, static_cast<std::uint32_t>(bytes.size()));
    write_number(bytes, 4, code);
    return bytes;
}

constexpr std::uint32_t ssl_code = 80877103;
constexpr std::uint32_t version = 3 << 16;

class Seen final : public MessageHandler {
public:
    void head(Direction, Head& head) override {
        types += head.type < ' ' ? static_cast<char>('0' + head.type) : head.type;
        bytes += head.bytes;
    }
    void rest(Direction, std::string_view more) override { bytes += more; }
    std::string types;
    std::string bytes;
};

Head head_of(const std::string& bytes) { return {bytes[0], bytes, bytes.size()}; }

}  // namespace

TEST(ProxyMessages, AreFoundWhateverPiecesTheyComeIn) {
    const auto stream = untyped(ssl_code, "") + untyped(version, std::string("user\0me\0", 9)) +
                        typed('Q', "SELECT 1") + typed('d', std::string(10'000, 'x')) + typed('X', "");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{4097}, stream.size()}) {
        Conversation conversation;
        Framer framer(Direction::to_server, conversation);
        Seen seen;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            framer.feed(std::string_view(stream).substr(at, piece), seen);
        }
        EXPECT_EQ(seen.types, "12QdX") << piece;
        EXPECT_EQ(seen.bytes, stream) << piece;
    }
}

TEST(ProxyMessages, TheAnswerToTheTlsRequestIsOneByteAndEndsTheReadingIfItIsYes) {
    for (const bool encrypted : {false, true}) {
        Conversation conversation;
        Framer from_client(Direction::to_server, conversation);
        Framer from_server(Direction::to_client, conversation);
        Seen client;
        Seen server;
        from_client.feed(untyped(ssl_code, ""), client);
        from_server.feed(encrypted ? "S" : "N", server);
        from_server.feed(typed('Z', "I"), server);
        EXPECT_EQ(server.types, encrypted ? "4" : "4Z");
        EXPECT_EQ(conversation.opaque, encrypted);
    }
}

TEST(ProxyMessages, BytesOfAnotherProtocolPassUnread) {
    Conversation conversation;
    Framer framer(Direction::to_server, conversation);
    Seen seen;
    const std::string hello = "\x16\x03\x01 this is TLS from the first byte on";
    framer.feed(hello, seen);
    EXPECT_EQ(seen.types, "");
    EXPECT_EQ(seen.bytes, hello);
}

TEST(ProxyFaults, StrikeAtTheNthMessageThatIsMeant) {
    Faults faults;
    faults.arm({.direction = Direction::to_client, .message = 'C', .containing = "COMMIT", .nth = 2});
    const auto commit = head_of(typed('C', "COMMIT"));
    EXPECT_FALSE(faults.at_message(Direction::to_client, commit));
    EXPECT_FALSE(faults.at_message(Direction::to_client, head_of(typed('C', "SELECT 1"))));
    EXPECT_FALSE(faults.at_message(Direction::to_server, commit));
    EXPECT_TRUE(faults.at_message(Direction::to_client, commit));
    EXPECT_FALSE(faults.at_message(Direction::to_client, commit));
}

TEST(ProxyFaults, TwoAtTheSameMessageStrikeOneAfterTheOther) {
    Faults faults;
    faults.arm({.strike = Strike::eof, .message = 'C'});
    faults.arm({.strike = Strike::drop, .message = 'C'});
    const auto done = head_of(typed('C', "SELECT 1"));
    EXPECT_EQ(faults.at_message(Direction::to_client, done)->strike, Strike::eof);
    EXPECT_EQ(faults.at_message(Direction::to_client, done)->strike, Strike::drop);
    EXPECT_FALSE(faults.at_message(Direction::to_client, done));
}

TEST(ProxyFaults, StrikeBehindTheBytesThatPass) {
    Faults faults;
    faults.arm({.after_bytes = 10});
    faults.arm({.after_bytes = 4});
    EXPECT_FALSE(faults.within(Direction::to_server, 100));
    EXPECT_FALSE(faults.within(Direction::to_client, 3));
    EXPECT_EQ(faults.within(Direction::to_client, 100)->bytes, 1U);
    EXPECT_EQ(faults.within(Direction::to_client, 99)->bytes, 6U);
    EXPECT_FALSE(faults.within(Direction::to_client, 93));
}

TEST(ProxyFaults, WhatMeansNothingIsRefused) {
    EXPECT_THROW(Faults::check({.nth = 0}), std::invalid_argument);
    EXPECT_THROW(Faults::check({.message = 'C', .after_bytes = 1}), std::invalid_argument);
    EXPECT_THROW(Faults::check({.strike = Strike::drop, .after_bytes = 1}), std::invalid_argument);
    EXPECT_NO_THROW(Faults::check({.strike = Strike::drop, .message = 'C'}));
}

TEST(ProxyPooler, RefusesOptionsThatItDoesNotTrack) {
    const auto refused = [](std::string parameters) {
        const auto refusal = refused_parameter(head_of(untyped(version, parameters + '\0')));
        return refusal ? refusal->message : "";
    };
    using namespace std::string_literals;
    EXPECT_EQ(refused("user\0me\0database\0d\0application_name\0a\0TimeZone\0UTC\0"s), "");
    EXPECT_EQ(refused("user\0me\0search_path\0mine\0"s), "unsupported startup parameter: search_path");
    EXPECT_EQ(refused("user\0me\0options\0-c TimeZone=UTC -c search_path=mine\0"s),
              "unsupported startup parameter in options: search_path");
}

}  // namespace athanor::testing::wire
