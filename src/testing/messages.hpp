#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <athanor/testing/fault_proxy.hpp>

namespace athanor::testing::wire {

/// A message of PostgreSQL's protocol 3.0 as it passes: its first bytes, header included.
struct Head {
    char type = 0;            ///< its type byte, or one of athanor::testing::message
    std::string bytes;        ///< at most head_limit
    std::uint64_t total = 0;  ///< its length, header included
};
inline constexpr std::size_t head_limit = 4096;

/// What both directions of one connection must know of each other.
struct Conversation {
    bool ssl_answer_due = false;
    bool opaque = false;  ///< encrypted, or nothing that this protocol knows
};

class MessageHandler {
public:
    virtual ~MessageHandler() = default;
    virtual void head(Direction direction, Head& head) = 0;
    /// Bytes of the message whose head came last, or, once the conversation is opaque, any.
    virtual void rest(Direction direction, std::string_view bytes) = 0;
};

/// Cuts a stream into messages, whatever pieces it comes in.
class Framer {
public:
    Framer(Direction direction, Conversation& conversation)
        : direction_(direction), conversation_(conversation), starting_(direction == Direction::to_server) {}

    void feed(std::string_view bytes, MessageHandler& handler);

private:
    [[nodiscard]] std::size_t header_length() const noexcept;
    [[nodiscard]] bool read_header(Head& head);
    bool collect(std::string_view& bytes, std::size_t length);

    Direction direction_;
    Conversation& conversation_;
    bool starting_;  ///< the messages of a client have no type until it has said who it is
    std::string buffer_;
    std::uint64_t rest_ = 0;
};

/// A big-endian number at `at`; `bytes` must be long enough.
[[nodiscard]] std::uint32_t read_number(std::string_view bytes, std::size_t at);
void write_number(std::string& bytes, std::size_t at, std::uint32_t number);

[[nodiscard]] std::string error_response(const Refusal& refusal);

}  // namespace athanor::testing::wire
