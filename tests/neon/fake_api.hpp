#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace athanor::testing {

/// What a client asked.
struct ApiRequest {
    std::string method;
    std::string target;  ///< path and query
    std::string authorization;
    std::string body;
};

struct ApiResponse {
    int status = 200;
    std::string body = "{}";
};

/// An HTTP server on 127.0.0.1 that answers as told, one connection after the other: in the place of Neon's API.
class FakeApi {
public:
    using Answer = std::function<ApiResponse(const ApiRequest& request)>;
    explicit FakeApi(Answer answer);
    ~FakeApi();
    FakeApi(const FakeApi&) = delete;
    FakeApi& operator=(const FakeApi&) = delete;

    /// "http://127.0.0.1:PORT/api/v2"
    [[nodiscard]] std::string url() const;
    /// All requests until now, as "GET /projects/…", without what url() ends with.
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::vector<ApiRequest> requests() const;

private:
    void serve();
    void converse(int connection);

    Answer answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<ApiRequest> requests_;
    std::thread thread_;
};

}  // namespace athanor::testing
