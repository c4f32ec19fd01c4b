#pragma once

#include "dialects/postgresql/connect/overrides.hpp"

namespace athanor::postgresql {

/// Carries out sslrootcert=system, "trust whom this machine trusts": it demands verify-full, and a libpq older than 16
/// is given the name of the machine's file of certificates ($SSL_CERT_FILE first).
/// @throws ArgumentError for a weaker sslmode, or where no such file is found.
void use_system_roots(Parameters& parameters, int version);

}  // namespace athanor::postgresql
