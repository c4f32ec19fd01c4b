#pragma once

#include <cstdio>
#include <string>
#include <sys/types.h>

namespace athanor::testing {

/// A private PostgreSQL server with TLS, see tls_server.sh. It ends with this object, also when the test dies.
/// Throws std::runtime_error if it does not start.
class TlsServer {
public:
    TlsServer();
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    /// The URL with the host named as its certificate says, and this machine as its address. Ends with a query.
    [[nodiscard]] std::string url(const std::string& host = "db.example.com") const;
    /// The file of the authority that signed its certificate, and that of another one.
    [[nodiscard]] std::string authority() const { return folder_ + "/ca.crt"; }
    [[nodiscard]] std::string other_authority() const { return folder_ + "/other.crt"; }
    /// Which certificate it shows to those who come now: "good" or "expired".
    void use(const std::string& certificate);

private:
    [[nodiscard]] std::string read_line();

    pid_t process_ = -1;
    int commands_ = -1;
    FILE* answers_ = nullptr;
    std::string url_;
    std::string folder_;
};

}  // namespace athanor::testing
