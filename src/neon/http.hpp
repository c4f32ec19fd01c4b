#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace athanor::neon {

struct Request {
    std::string method;
    std::string url;
    std::string body;  ///< JSON; empty: none
};

struct Response {
    long status = 0;
    std::string body;
};

/// HTTP through libcurl with a bearer token. Keeps its connection open between calls. One thread at a time.
class Http {
public:
    Http(std::string_view token, double timeout);
    ~Http();
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    /// @throws OperationalError if there was no answer.
    [[nodiscard]] Response send(const Request& request);

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

/// A part of a path or a query, percent-encoded.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace athanor::neon
