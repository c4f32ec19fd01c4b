#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace athanor::testing {

/// What a FakeServer does with a client.
struct Answer {
    enum class Kind { welcome, refuse, close, silence } kind = Kind::welcome;
    std::string severity;  ///< refuse: "ERROR" or "FATAL"
    std::string sqlstate;
    std::string message;
    int delay_ms = 0;  ///< before it
    bool read_only = false;

    static Answer refuse(std::string severity, std::string sqlstate, std::string message) {
        return {Kind::refuse, std::move(severity), std::move(sqlstate), std::move(message)};
    }
};

/// Takes connections on a port of this machine and plays the first messages of a PostgreSQL server, up to the point
/// where statements would come. For answers that no real server of a test gives when asked to: those of Neon's proxy,
/// and of servers that start.
class FakeServer {
public:
    using Startup = std::map<std::string, std::string>;

    /// `answer` is asked for each client, counted from 0. Port 0: one that is free.
    explicit FakeServer(std::function<Answer(int)> answer, const std::string& port = "0");
    FakeServer() : FakeServer([](int) { return Answer{}; }) {}
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::string port() const { return std::to_string(port_); }
    /// How many clients came.
    [[nodiscard]] int clients() const;
    /// What the last client sent first: user, database, application_name and so on.
    [[nodiscard]] Startup startup() const;

private:
    void accept_clients();
    void serve(int client, const Answer& answer);

    std::function<Answer(int)> answer_;
    int port_ = 0;
    int listener_ = -1;
    mutable std::mutex mutex_;
    std::vector<int> sockets_;
    std::vector<std::thread> threads_;
    Startup startup_;
    int clients_ = 0;
    bool stopping_ = false;
    std::thread acceptor_;
};

}  // namespace athanor::testing
