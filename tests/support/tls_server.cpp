#include "tls_server.hpp"

#include "postgres.hpp"

namespace athanor::testing {

std::string TlsServer::url(const std::string& host) const {
    PostgresUrlParts parts;
    parts.host = host;
    return with_parts(script_.words().at(0), parts) + "?hostaddr=127.0.0.1";
}

}  // namespace athanor::testing
