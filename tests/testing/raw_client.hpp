#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::testing {

/// Speaks PostgreSQL's protocol byte by byte, as no library would. Reading gives up after ten seconds.
class RawClient {
public:
    /// Connects to 127.0.0.1. Throws std::runtime_error.
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    /// A message with its length.
    void send(char type, std::string_view body);
    void send_startup(const std::vector<std::string>& names_and_values);

    struct Message {
        char type = 0;  ///< 0: the connection has ended
        std::string body;
    };
    [[nodiscard]] Message receive();
    /// The types of all messages up to ReadyForQuery or the end, such as "TDCZ".
    [[nodiscard]] std::string answer();
    /// The SQLSTATE in the last error of answer().
    [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
    /// Some bytes, fewer if the connection ends before.
    [[nodiscard]] std::string receive_bytes(std::size_t count);

private:
    int socket_;
    std::string sqlstate_;
};

}  // namespace athanor::testing
