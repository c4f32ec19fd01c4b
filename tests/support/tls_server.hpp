#pragma once

#include <string>

#include "server_script.hpp"

namespace athanor::testing {

/// A private PostgreSQL server with TLS, see tests/servers/tls.sh. It ends with this object, also when the test dies.
/// Throws std::runtime_error if it does not start.
class TlsServer {
public:
    /// The URL with the host named as its certificate says, and this machine as its address. Ends with a query.
    [[nodiscard]] std::string url(const std::string& host = "db.example.com") const;
    /// The file of the authority that signed its certificate, and that of another one.
    [[nodiscard]] std::string authority() const { return script_.words().at(1) + "/ca.crt"; }
    [[nodiscard]] std::string other_authority() const { return script_.words().at(1) + "/other.crt"; }
    /// Which certificate it shows to those who come now: "good" or "expired".
    void use(const std::string& certificate) { script_.tell("use " + certificate); }
    /// Stops it, so that its connections see the end, and starts it again; returns when it takes connections.
    void restart() { script_.tell("restart"); }

private:
    ServerScript script_{"tls.sh"};
};

}  // namespace athanor::testing
