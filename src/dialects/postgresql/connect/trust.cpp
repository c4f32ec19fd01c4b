#include "dialects/postgresql/connect/trust.hpp"

#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connect/keywords.hpp"

namespace athanor::postgresql {

namespace {

constexpr int first_with_system_roots = 160'000;

std::string system_roots() {
    const char* const own = std::getenv("SSL_CERT_FILE");
    for (const char* const file : {own, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                   "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        if (file != nullptr && access(file, R_OK) == 0) {
            return file;
        }
    }
    throw ArgumentError("sslrootcert=system: this machine's file of trusted certificates was not found",
                        "install the package ca-certificates, or name the file in sslrootcert or in SSL_CERT_FILE");
}

}  // namespace

void use_system_roots(Parameters& parameters, int version) {
    const auto* const roots = find(parameters, "sslrootcert");
    if (roots == nullptr || *roots != "system") {
        return;
    }
    const auto* const mode = find(parameters, "sslmode");
    if (mode != nullptr && *mode != "verify-full") {
        throw ArgumentError(fmt::format("sslrootcert=system does not go with sslmode={}", *mode),
                            "anybody can get a certificate for some host: use sslmode=verify-full, or leave it out");
    }
    set(parameters, "sslmode", "verify-full");
    if (version < first_with_system_roots) {
        set(parameters, "sslrootcert", system_roots());
    }
}

}  // namespace athanor::postgresql
