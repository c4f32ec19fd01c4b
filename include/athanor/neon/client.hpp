#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/url.hpp>

#pragma GCC visibility push(default)

namespace athanor::neon {

/// A branch of a project: a copy of its data that costs nothing until it is changed.
struct Branch {
    std::string id;  ///< "br-…"
    std::string name;
    std::string parent_id;  ///< empty: a root
    std::string state;      ///< "init" until it can be used, then "ready"
    bool is_default = false;
    bool is_protected = false;
};

/// A compute that serves a branch.
struct Endpoint {
    std::string id;  ///< "ep-…", the first label of its host
    std::string branch_id;
    std::string host;
    std::string type;   ///< "read_write" or "read_only"
    std::string state;  ///< "init", "active" or "idle" (asleep)
};

/// Work that goes on after a call has returned, see Client::wait.
struct Operation {
    std::string id;
    std::string action;  ///< such as "create_branch"
    std::string status;  ///< scheduling, running, finished, failed, error, cancelling, cancelled, skipped

    [[nodiscard]] bool is_over() const noexcept;
    [[nodiscard]] bool succeeded() const noexcept { return status == "finished" || status == "skipped"; }
};

/// A branch to be made. Empty members are left to Neon.
struct NewBranch {
    std::string name;
    std::string parent_id;         ///< empty: the default branch
    std::string parent_lsn;        ///< its state at this place of the log, "0/1DE2850" …
    std::string parent_timestamp;  ///< … or at this time, "2026-01-31T12:00:00Z"; not both
    std::string expires_at;        ///< when Neon removes it by itself, a time as above
    bool schema_only = false;      ///< the tables without their rows
    bool with_compute = true;      ///< with a compute that reads and writes; without one nobody can connect
};

/// What create_branch made.
struct CreatedBranch {
    Branch branch;
    std::vector<Endpoint> endpoints;
    std::vector<Operation> operations;  ///< to wait for before connecting
};

/// Which connection URL is wanted. Empty members are left to Neon, except database and role.
struct ConnectionQuery {
    std::string database;
    std::string role;
    std::string branch_id;
    std::string endpoint_id;
    bool pooled = false;  ///< through the pooler; false suits DDL as well
};

/// How a Client works.
struct ClientOptions {
    std::string api_key;  ///< empty: from the environment variable NEON_API_KEY
    std::string base_url = "https://console.neon.tech/api/v2";
    double timeout = 60;     ///< seconds for one call, above 0
    int locked_retries = 5;  ///< how often a call is repeated that met a locked project (HTTP 423), at least 0
    double pause = 3;        ///< seconds between these, and between looks at an operation, at least 0
};

/// Neon's HTTP API for one project: branches, and the computes that serve them. Each call is one exchange with
/// console.neon.tech, repeated while another operation locks the project. The key goes to that server only and is shown
/// nowhere. One thread at a time. Needs the library Athanor::neon, which brings libcurl.
///
/// All calls throw OperationalError: details().native_code is the HTTP status (0 if there was no answer), message()
/// what Neon said, details().retryable whether the same call may succeed later.
class Client {
public:
    /// @throws ArgumentError without a key, for an empty project, for an option out of range, and for a base_url that
    /// is neither https nor on this machine: the key would travel in the clear.
    explicit Client(std::string project_id, const ClientOptions& options = {});
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// All branches, or those whose name or id contains `search`.
    [[nodiscard]] std::vector<Branch> branches(std::string_view search = "");
    /// Returns before the branch can be used: wait for its operations.
    [[nodiscard]] CreatedBranch create_branch(const NewBranch& branch = {});
    /// Removes a branch and its computes. One that is not there any more counts as removed.
    std::vector<Operation> delete_branch(std::string_view branch_id);
    /// The computes of a branch.
    [[nodiscard]] std::vector<Endpoint> endpoints(std::string_view branch_id);
    /// With the password, which printing the URL does not show; str_with_password() does.
    [[nodiscard]] URL connection_uri(const ConnectionQuery& query);

    /// Wakes a compute, or sends it to sleep.
    std::vector<Operation> start_endpoint(std::string_view endpoint_id);
    std::vector<Operation> suspend_endpoint(std::string_view endpoint_id);

    [[nodiscard]] Operation operation(std::string_view operation_id);
    /// Waits until all are over. @throws TimeoutError after `timeout` seconds; OperationalError if one failed.
    void wait(const std::vector<Operation>& operations, double timeout = 300);

private:
    struct [[gnu::visibility("hidden")]] Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace athanor::neon

#pragma GCC visibility pop
