#pragma once

#include <string>
#include <vector>

#include <athanor/core/url.hpp>

namespace athanor::postgresql {

/// One server that a URL names.
struct Host {
    std::string name;     ///< name, address or folder of a Unix socket; empty: libpq's own default socket
    std::string address;  ///< hostaddr, where one was given: connected to in the place of the name
    std::string port;     ///< empty: libpq's default

    /// "db.example.com:5432", for people.
    [[nodiscard]] std::string to_string() const;
};

/// The servers of a URL in its order, at least one. Several are written as `?host=a:1&host=b:2` or as
/// `?host=a,b&port=1,2`; where the URL names none, the environment (PGHOST, PGPORT, PGHOSTADDR) may.
/// @throws ArgumentError if both ways are mixed, the numbers of hosts and ports differ, or a port is none.
[[nodiscard]] std::vector<Host> hosts_of(const URL& url);

}  // namespace athanor::postgresql
