#include "testing/messages.hpp"

#include <algorithm>
#include <utility>

namespace athanor::testing::wire {

namespace {

constexpr std::uint32_t cancel_code = 80877102;
constexpr std::uint32_t ssl_code = 80877103;
constexpr std::uint32_t gss_code = 80877104;
constexpr char tls_handshake = 0x16;

char startup_type(std::uint32_t code) {
    switch (code) {
    case cancel_code:
        return message::cancel_request;
    case ssl_code:
    case gss_code:
        return message::ssl_request;
    default:
        return message::startup;
    }
}

}  // namespace

std::uint32_t read_number(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

void write_number(std::string& bytes, std::size_t at, std::uint32_t number) {
    for (std::size_t i = at + 4; i-- > at; number >>= 8) {
        bytes[i] = static_cast<char>(number & 0xff);
    }
}

std::size_t Framer::header_length() const noexcept {
    if (starting_) {
        return 8;
    }
    return direction_ == Direction::to_client && conversation_.ssl_answer_due ? 1 : 5;
}

bool Framer::collect(std::string_view& bytes, std::size_t length) {
    if (buffer_.size() < length) {
        const auto count = std::min(length - buffer_.size(), bytes.size());
        buffer_.append(bytes.substr(0, count));
        bytes.remove_prefix(count);
    }
    return buffer_.size() >= length;
}

bool Framer::read_header(Head& head) {
    if (starting_) {
        head.type = startup_type(read_number(buffer_, 4));
        head.total = read_number(buffer_, 0);
        return buffer_[0] != tls_handshake && head.total >= 8;
    }
    if (header_length() == 1) {
        head.type = message::ssl_answer;
        head.total = 1;
        return true;
    }
    head.type = buffer_[0];
    head.total = std::uint64_t{1} + read_number(buffer_, 1);
    return head.total >= 5;
}

void Framer::feed(std::string_view bytes, MessageHandler& handler) {
    while (!bytes.empty()) {
        if (conversation_.opaque) {
            return handler.rest(direction_, bytes);
        }
        if (rest_ > 0) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(rest_, bytes.size()));
            rest_ -= count;
            handler.rest(direction_, bytes.substr(0, count));
            bytes.remove_prefix(count);
            continue;
        }
        Head head;
        if (!collect(bytes, header_length())) {
            return;
        }
        if (!read_header(head)) {
            conversation_.opaque = true;
            handler.rest(direction_, std::exchange(buffer_, {}));
            continue;
        }
        if (!collect(bytes, static_cast<std::size_t>(std::min<std::uint64_t>(head.total, head_limit)))) {
            return;
        }
        head.bytes = std::exchange(buffer_, {});
        rest_ = head.total - head.bytes.size();
        if (head.type == message::ssl_request) {
            conversation_.ssl_answer_due = true;
        } else if (head.type == message::ssl_answer) {
            conversation_.ssl_answer_due = false;
            conversation_.opaque = head.bytes[0] != 'N';
        } else if (head.type == message::startup) {
            starting_ = false;
        }
        handler.head(direction_, head);
    }
}

std::string error_response(const Refusal& refusal) {
    std::string bytes("E\0\0\0\0", 5);
    const auto field = [&](char type, std::string_view text) {
        bytes += type;
        bytes += text;
        bytes += '\0';
    };
    field('S', refusal.severity);
    field('V', refusal.severity);
    field('C', refusal.sqlstate);
    field('M', refusal.message);
    bytes += '\0';
    write_number(bytes, 1, static_cast<std::uint32_t>(bytes.size() - 1));
    return bytes;
}

}  // namespace athanor::testing::wire
