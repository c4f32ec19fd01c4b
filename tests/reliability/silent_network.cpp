#include "reliability/silent_network.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <athanor/core/url.hpp>

namespace athanor::testing {

namespace {

constexpr std::uint16_t port = 5432;
constexpr int connections = 4;

void require(bool done, const std::string& what) {
    if (!done) {
        throw std::runtime_error(what + " failed: this test needs user and network namespaces, and the program ip");
    }
}

void run(const std::string& command) { require(std::system(command.c_str()) == 0, command); }

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path);
    file << text << std::flush;
    require(file.good(), "writing " + path);
}

sockaddr_in address_of(const char* host, std::uint16_t number) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

/// A socket stays in the network in which it was made.
int connect_from_here(const sockaddr_in& address) {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connecting");
    return made;
}

bool pass_on(int from, int to) {
    std::array<char, 65536> buffer;
    const auto count = recv(from, buffer.data(), buffer.size(), 0);
    return count > 0 && send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
}

/// Connects each client to a connection of the server that was made before, until `life` ends.
void serve(int listener, std::vector<int> servers, int traffic, int life) {
    std::vector<pollfd> polls = {{life, POLLIN, 0}, {listener, POLLIN, 0}};
    while (poll(polls.data(), polls.size(), -1) > 0 && polls[0].revents == 0) {
        for (std::size_t i = 2; i + 1 < polls.size(); i += 2) {
            for (const std::size_t side : {i, i + 1}) {
                const std::size_t other = side == i ? i + 1 : i;
                if (polls[side].revents == 0) {
                    continue;
                }
                if (!pass_on(polls[side].fd, polls[other].fd)) {
                    shutdown(polls[other].fd, SHUT_RDWR);
                    polls[side].fd = -1;
                } else if (side == i) {
                    static_cast<void>(write(traffic, "x", 1));
                }
            }
        }
        if (polls[1].revents != 0 && !servers.empty()) {
            polls.push_back({accept(listener, nullptr, nullptr), POLLIN, 0});
            polls.push_back({servers.back(), POLLIN, 0});
            servers.pop_back();
        }
    }
}

[[noreturn]] void be_the_far_end(const std::vector<int>& servers, int ready, int go, int traffic, int life) {
    require(unshare(CLONE_NEWNET) == 0, "making a second network");
    char byte = 'x';
    static_cast<void>(write(ready, &byte, 1));
    require(read(go, &byte, 1) == 1, "waiting for the network");
    run("ip addr add 10.99.0.2/24 dev far && ip link set far up");
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of("10.99.0.2", port);
    require(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                listen(listener, connections) == 0,
            "listening");
    static_cast<void>(write(ready, &byte, 1));
    serve(listener, servers, traffic, life);
    _exit(0);
}

std::string at_host(URL url, const std::string& host) {
    url.host = host;
    url.port = port;
    url.query.emplace_back("sslmode", "disable");
    return url.str_with_password();
}

}  // namespace

SilentNetwork::SilentNetwork(const std::string& server_url) {
    const auto url = make_url(server_url);
    url_ = at_host(url, "10.99.0.2");
    silent_url_ = at_host(url, "10.99.0.3");
    std::vector<int> servers;
    for (int i = 0; i < connections; ++i) {
        servers.push_back(connect_from_here(address_of(url.host.c_str(), url.port.value_or(port))));
    }
    const auto user = getuid();
    const auto group = getgid();
    require(unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0, "making a network");
    write_file("/proc/self/setgroups", "deny");
    write_file("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
    write_file("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");

    int ready[2];
    int go[2];
    int traffic[2];
    int life[2];
    require(pipe2(ready, O_CLOEXEC) == 0 && pipe2(go, O_CLOEXEC) == 0 && pipe2(traffic, O_CLOEXEC | O_NONBLOCK) == 0 &&
                pipe2(life, O_CLOEXEC) == 0,
            "making pipes");
    far_end_ = fork();
    require(far_end_ >= 0, "fork");
    if (far_end_ == 0) {
        close(life[1]);
        try {
            be_the_far_end(servers, ready[1], go[0], traffic[1], life[0]);
        } catch (const std::exception& error) {
            static_cast<void>(write(STDERR_FILENO, error.what(), std::string(error.what()).size()));
            _exit(1);
        }
    }
    close(ready[1]);
    traffic_ = traffic[0];
    life_ = life[1];
    char byte = 'x';
    require(read(ready[0], &byte, 1) == 1, "making a second network");
    run("ip link add near type veth peer name far netns " + std::to_string(far_end_));
    run("ip addr add 10.99.0.1/24 dev near && ip link set near up && ip link set lo up");
    // Nobody has this address.
    run("ip neigh replace 10.99.0.3 lladdr 02:00:00:00:00:99 dev near nud permanent");
    static_cast<void>(write(go[1], &byte, 1));
    require(read(ready[0], &byte, 1) == 1, "listening");
}

SilentNetwork::~SilentNetwork() {
    close(life_);
    waitpid(far_end_, nullptr, 0);
}

void SilentNetwork::wait_for_traffic() {
    pollfd wait{traffic_, POLLIN, 0};
    std::array<char, 4096> seen;
    require(poll(&wait, 1, 10'000) == 1 && read(traffic_, seen.data(), seen.size()) > 0, "waiting for traffic");
}

void SilentNetwork::fall_silent() { run("ip neigh replace 10.99.0.2 lladdr 02:00:00:00:00:99 dev near nud permanent"); }

}  // namespace athanor::testing
