#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>
#include <athanor/core/error.hpp>
#include <athanor/neon/client.hpp>

#include "neon/http.hpp"
#include "neon/json.hpp"

namespace athanor::neon {

namespace {

constexpr long locked = 423;
constexpr long not_found = 404;

std::string hint_for(long status) {
    switch (status) {
    case 401:
    case 403:
        return "check NEON_API_KEY, and that the key may use this project";
    case not_found:
        return "check the id of the project, and of the branch, endpoint or operation";
    case locked:
        return "another operation is at work in the project; try again later";
    case 429:
        return "too many calls in a short time; try again later";
    default:
        return status >= 500 ? "try again later; see https://neonstatus.com" : "";
    }
}

[[noreturn]] void throw_refusal(const std::string& what, const Response& response) {
    const auto json = Json::parse(response.body, nullptr, false);
    const auto said = text_of(json, "message");
    ErrorDetails details;
    details.driver = "neon";
    details.native_code = static_cast<int>(response.status);
    details.message = fmt::format(
        "Neon's API refused to {}: {} (HTTP {}{})", what, said.empty() ? "no reason" : said, response.status,
        text_of(json, "request_id").empty() ? "" : fmt::format(", request {}", text_of(json, "request_id")));
    details.hint = hint_for(response.status);
    details.retryable = response.status == locked || response.status == 429 || response.status >= 500;
    throw OperationalError(std::move(details));
}

/// The key would be readable on the way; on this machine a test may stand in for the API.
bool is_safe(const std::string& url) {
    for (const std::string_view begin : {"https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"}) {
        if (url.starts_with(begin)) {
            return true;
        }
    }
    return false;
}

std::string key_of(const ClientOptions& options) {
    auto key = options.api_key.empty() ? env("NEON_API_KEY", "") : options.api_key;
    if (key.empty()) {
        throw ArgumentError("there is no key for Neon's API",
                            "make one in the Neon console, and put it into the environment as NEON_API_KEY");
    }
    // It becomes a line of the request's head; what breaks the line would add lines of its own.
    if (key.find_first_of("\r\n") != std::string::npos) {
        throw ArgumentError("the key for Neon's API holds a line break", "correct NEON_API_KEY");
    }
    return key;
}

void check(const std::string& project, const ClientOptions& options) {
    if (project.empty()) {
        throw ArgumentError("the id of the Neon project is empty", "it stands in the project's settings");
    }
    if (!is_safe(options.base_url) || options.base_url.find('@') != std::string::npos) {
        throw ArgumentError("base_url must begin with https:// so that the key does not travel in the clear");
    }
    if (!(options.timeout > 0) || options.locked_retries < 0 || !(options.pause >= 0)) {
        throw ArgumentError(fmt::format("timeout is {}, locked_retries {}, pause {}: timeout must be above 0, the "
                                        "others at least 0",
                                        options.timeout, options.locked_retries, options.pause));
    }
}

}  // namespace

bool Operation::is_over() const noexcept {
    return succeeded() || status == "failed" || status == "error" || status == "cancelled";
}

struct Client::Impl {
    Impl(const std::string& project_id, const ClientOptions& given)
        : options(given),
          project(fmt::format("{}/projects/{}", given.base_url, escaped(project_id))),
          http(key_of(given), given.timeout) {
        options.api_key.clear();
    }

    void sleep() const { std::this_thread::sleep_for(std::chrono::duration<double>(options.pause)); }

    /// @param what the call in words: "create a branch".
    Response send(const std::string& what, const std::string& method, const std::string& path,
                  const std::string& body = "", long also_fine = 0) {
        for (int attempt = 0;; ++attempt) {
            auto response = http.send({method, project + path, body});
            if (response.status == locked && attempt < options.locked_retries) {
                sleep();
                continue;
            }
            if ((response.status < 200 || response.status > 299) && response.status != also_fine) {
                throw_refusal(what, response);
            }
            return response;
        }
    }

    Json call(const std::string& what, const std::string& method, const std::string& path,
              const std::string& body = "") {
        const auto response = send(what, method, path, body);
        auto json = Json::parse(response.body, nullptr, false);
        if (json.is_discarded()) {
            ErrorDetails details;
            details.driver = "neon";
            details.native_code = static_cast<int>(response.status);
            details.message = fmt::format("Neon's API was asked to {}, and what it answered is no JSON", what);
            throw OperationalError(std::move(details));
        }
        return json;
    }

    ClientOptions options;
    std::string project;  ///< its URL
    Http http;
};

// NOLINTNEXTLINE(performance-unnecessary-value-param): who has a text of his own need not copy it one day
Client::Client(std::string project_id, const ClientOptions& options) {
    check(project_id, options);
    impl_ = std::make_unique<Impl>(project_id, options);
}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

std::vector<Branch> Client::branches(std::string_view search) {
    std::vector<Branch> all;
    for (std::string cursor;;) {
        const auto json = impl_->call("list branches", "GET",
                                      fmt::format("/branches?limit=100&search={}{}", escaped(search),
                                                  cursor.empty() ? "" : "&cursor=" + escaped(cursor)));
        auto page = to_branches(member_of(json, "branches"));
        std::move(page.begin(), page.end(), std::back_inserter(all));
        auto next = text_of(member_of(json, "pagination"), "next");
        if (page.empty() || next.empty() || next == cursor) {
            return all;
        }
        cursor = std::move(next);
    }
}

CreatedBranch Client::create_branch(const NewBranch& branch) {
    if (!branch.parent_lsn.empty() && !branch.parent_timestamp.empty()) {
        throw ArgumentError("parent_lsn and parent_timestamp exclude each other", "leave out one of them");
    }
    const auto json = impl_->call("create a branch", "POST", "/branches", body_of(branch).dump());
    return {to_branch(member_of(json, "branch")), to_endpoints(member_of(json, "endpoints")),
            to_operations(member_of(json, "operations"))};
}

std::vector<Operation> Client::delete_branch(std::string_view branch_id) {
    const auto response = impl_->send("delete a branch", "DELETE", "/branches/" + escaped(branch_id), "", not_found);
    // 204 says that it was gone already.
    if (response.status != 200) {
        return {};
    }
    return to_operations(member_of(Json::parse(response.body, nullptr, false), "operations"));
}

std::vector<Endpoint> Client::endpoints(std::string_view branch_id) {
    const auto json = impl_->call("list computes", "GET", fmt::format("/branches/{}/endpoints", escaped(branch_id)));
    return to_endpoints(member_of(json, "endpoints"));
}

URL Client::connection_uri(const ConnectionQuery& query) {
    if (query.database.empty() || query.role.empty()) {
        throw ArgumentError("a connection URL needs a database and a role", "name both; a new project has neondb and "
                                                                            "neondb_owner");
    }
    auto path =
        fmt::format("/connection_uri?database_name={}&role_name={}", escaped(query.database), escaped(query.role));
    if (!query.branch_id.empty()) {
        path += "&branch_id=" + escaped(query.branch_id);
    }
    if (!query.endpoint_id.empty()) {
        path += "&endpoint_id=" + escaped(query.endpoint_id);
    }
    path += query.pooled ? "&pooled=true" : "&pooled=false";
    return make_url(text_of(impl_->call("give a connection URL", "GET", path), "uri"));
}

std::vector<Operation> Client::start_endpoint(std::string_view endpoint_id) {
    const auto json = impl_->call("start a compute", "POST", fmt::format("/endpoints/{}/start", escaped(endpoint_id)));
    return to_operations(member_of(json, "operations"));
}

std::vector<Operation> Client::suspend_endpoint(std::string_view endpoint_id) {
    const auto json =
        impl_->call("suspend a compute", "POST", fmt::format("/endpoints/{}/suspend", escaped(endpoint_id)));
    return to_operations(member_of(json, "operations"));
}

Operation Client::operation(std::string_view operation_id) {
    const auto json = impl_->call("tell about an operation", "GET", "/operations/" + escaped(operation_id));
    return to_operation(member_of(json, "operation"));
}

void Client::wait(const std::vector<Operation>& operations, double timeout) {
    const auto begin = std::chrono::steady_clock::now();
    for (auto current : operations) {
        while (!current.is_over()) {
            const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - begin;
            if (waited.count() >= timeout) {
                throw TimeoutError(fmt::format("Neon's operation {} is still {} after {:.0f} s", current.action,
                                               current.status, waited.count()),
                                   "wait longer, or look at the project in the Neon console");
            }
            impl_->sleep();
            current = operation(current.id);
        }
        if (!current.succeeded()) {
            ErrorDetails details;
            details.driver = "neon";
            details.message = fmt::format("Neon's operation {} ended as {}", current.action, current.status);
            details.hint = "look at the project's operations in the Neon console";
            throw OperationalError(std::move(details));
        }
    }
}

}  // namespace athanor::neon
