// The client against a server that answers as Neon's API does.

#include <cstdlib>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/neon/client.hpp>

#include "neon/fake_api.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* secret_key = "napi_sesame";
constexpr const char* branch_json = R"({"branch": {"id": "br-calm-1", "project_id": "blue-tree-1", "name": "run-17",
    "parent_id": "br-main-1", "current_state": "init", "default": false, "protected": false},
  "endpoints": [{"id": "ep-calm-2", "branch_id": "br-calm-1", "host": "ep-calm-2.eu-central-1.aws.neon.tech",
    "type": "read_write", "current_state": "init"}],
  "operations": [{"id": "op-1", "action": "create_branch", "status": "running"},
    {"id": "op-2", "action": "start_compute", "status": "scheduling"}],
  "roles": [], "databases": [], "connection_uris": null})";

neon::Client client_of(const FakeApi& api, int locked_retries = 5) {
    return neon::Client("blue-tree-1", {.api_key = secret_key,
                                        .base_url = api.url(),
                                        .timeout = 10,
                                        .locked_retries = locked_retries,
                                        .pause = 0.001});
}

/// The error of a call.
template <class Call>
OperationalError refusal_of(const Call& call) {
    try {
        call();
    } catch (const OperationalError& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return OperationalError("none");
}

TEST(NeonClient, MakesABranchWithACompute) {
    FakeApi api([](const ApiRequest&) { return ApiResponse{201, branch_json}; });
    auto client = client_of(api);
    const auto made = client.create_branch({.name = "run-17", .parent_id = "br-main-1", .schema_only = true});
    EXPECT_EQ(made.branch.id, "br-calm-1");
    EXPECT_EQ(made.branch.name, "run-17");
    EXPECT_EQ(made.branch.state, "init");
    ASSERT_EQ(made.endpoints.size(), 1u);
    EXPECT_EQ(made.endpoints[0].host, "ep-calm-2.eu-central-1.aws.neon.tech");
    ASSERT_EQ(made.operations.size(), 2u);
    EXPECT_FALSE(made.operations[0].is_over());
    ASSERT_EQ(api.requests().size(), 1u);
    EXPECT_EQ(api.lines()[0], "POST /projects/blue-tree-1/branches");
    EXPECT_EQ(api.requests()[0].authorization, std::string("Bearer ") + secret_key);
    EXPECT_EQ(api.requests()[0].body,
              R"({"branch":{"init_source":"schema-only","name":"run-17","parent_id":"br-main-1"},)"
              R"("endpoints":[{"type":"read_write"}]})");
}

TEST(NeonClient, MakesABranchWithoutAComputeAtATimeOfItsParent) {
    FakeApi api([](const ApiRequest&) { return ApiResponse{201, branch_json}; });
    auto client = client_of(api);
    (void)client.create_branch({.parent_timestamp = "2026-01-31T12:00:00Z", .with_compute = false});
    EXPECT_EQ(api.requests().at(0).body, R"({"branch":{"parent_timestamp":"2026-01-31T12:00:00Z"}})");
    EXPECT_THROW((void)client.create_branch({.parent_lsn = "0/1", .parent_timestamp = "2026-01-31T12:00:00Z"}),
                 ArgumentError);
}

TEST(NeonClient, ListsBranchesPageByPage) {
    FakeApi api([](const ApiRequest& request) {
        if (request.target.find("cursor=") == std::string::npos) {
            return ApiResponse{200, R"({"branches": [{"id": "br-1", "name": "main", "default": true}],
                                        "pagination": {"next": "a b/c"}})"};
        }
        return ApiResponse{200,
                           R"({"branches": [{"id": "br-2", "name": "dev", "parent_id": "br-1"}], "pagination": {}})"};
    });
    const auto branches = client_of(api).branches("d&v");
    ASSERT_EQ(branches.size(), 2u);
    EXPECT_TRUE(branches[0].is_default);
    EXPECT_EQ(branches[1].parent_id, "br-1");
    EXPECT_THAT(api.lines(), ElementsAre("GET /projects/blue-tree-1/branches?limit=100&search=d%26v",
                                         "GET /projects/blue-tree-1/branches?limit=100&search=d%26v&cursor=a%20b%2Fc"));
}

TEST(NeonClient, DeletesABranch) {
    int status = 200;
    FakeApi api([&](const ApiRequest&) {
        return ApiResponse{status, status == 200 ? R"({"operations": [{"id": "op-9", "status": "running"}]})" : ""};
    });
    auto client = client_of(api);
    EXPECT_EQ(client.delete_branch("br-1").size(), 1u);
    status = 204;
    EXPECT_TRUE(client.delete_branch("br-1").empty());
    status = 404;
    EXPECT_TRUE(client.delete_branch("br-1").empty()) << "gone is gone";
    EXPECT_EQ(api.lines()[0], "DELETE /projects/blue-tree-1/branches/br-1");
}

TEST(NeonClient, GivesAConnectionUrlThatDoesNotPrintItsPassword) {
    FakeApi api([](const ApiRequest&) {
        return ApiResponse{200,
                           R"({"uri": "postgresql://ann:sesame@ep-calm-2-pooler.eu.neon.tech/shop?sslmode=require"})"};
    });
    const auto url = client_of(api).connection_uri(
        {.database = "shop", .role = "ann", .branch_id = "br-1", .endpoint_id = "ep-2", .pooled = true});
    EXPECT_EQ(url.to_string(), "postgresql://ann:***@ep-calm-2-pooler.eu.neon.tech/shop?sslmode=require");
    EXPECT_EQ(url.password, "sesame");
    EXPECT_EQ(api.lines().at(0), "GET /projects/blue-tree-1/connection_uri?database_name=shop&role_name=ann"
                                 "&branch_id=br-1&endpoint_id=ep-2&pooled=true");
    EXPECT_THROW((void)client_of(api).connection_uri({.database = "shop"}), ArgumentError);
}

TEST(NeonClient, StartsAndSuspendsAComputeAndListsThoseOfABranch) {
    FakeApi api([](const ApiRequest& request) {
        return request.method == "GET"
                   ? ApiResponse{200,
                                 R"({"endpoints": [{"id": "ep-2", "current_state": "idle", "type": "read_only"}]})"}
                   : ApiResponse{200,
                                 R"({"operations": [{"id": "op-1", "action": "start_compute", "status": "running"}]})"};
    });
    auto client = client_of(api);
    EXPECT_EQ(client.start_endpoint("ep-2").at(0).action, "start_compute");
    EXPECT_EQ(client.suspend_endpoint("ep-2").size(), 1u);
    EXPECT_EQ(client.endpoints("br-1").at(0).state, "idle");
    EXPECT_THAT(api.lines(), ElementsAre("POST /projects/blue-tree-1/endpoints/ep-2/start",
                                         "POST /projects/blue-tree-1/endpoints/ep-2/suspend",
                                         "GET /projects/blue-tree-1/branches/br-1/endpoints"));
}

TEST(NeonClient, WaitsUntilAnOperationIsOver) {
    int looks = 0;
    FakeApi api([&](const ApiRequest&) {
        return ApiResponse{200, ++looks < 3 ? R"({"operation": {"id": "op-1", "action": "x", "status": "running"}})"
                                            : R"({"operation": {"id": "op-1", "action": "x", "status": "finished"}})"};
    });
    client_of(api).wait({{"op-1", "x", "scheduling"}, {"op-2", "y", "finished"}});
    EXPECT_EQ(looks, 3);
    EXPECT_EQ(api.lines().at(0), "GET /projects/blue-tree-1/operations/op-1");
}

TEST(NeonClient, AnOperationThatFailsOrTakesTooLongIsAnError) {
    std::string status = "failed";
    FakeApi api([&](const ApiRequest&) {
        return ApiResponse{200,
                           R"({"operation": {"id": "op-1", "action": "create_branch", "status": ")" + status + "\"}}"};
    });
    auto client = client_of(api);
    EXPECT_THAT(refusal_of([&] {
                    client.wait({{"op-1", "create_branch", "running"}});
                }).message(),
                HasSubstr("create_branch ended as failed"));
    status = "running";
    EXPECT_THROW(client.wait({{"op-1", "create_branch", "running"}}, 0.01), TimeoutError);
}

TEST(NeonClient, ALockedProjectIsAskedAgain) {
    int locked = 3;
    FakeApi api([&](const ApiRequest&) {
        return locked-- > 0 ? ApiResponse{423, R"({"code": "", "message": "project already has running operations"})"}
                            : ApiResponse{201, branch_json};
    });
    EXPECT_EQ(client_of(api).create_branch().branch.id, "br-calm-1");
    EXPECT_EQ(api.requests().size(), 4u);
    locked = 100;
    const auto error = refusal_of([&] { (void)client_of(api, 2).create_branch(); });
    EXPECT_EQ(error.details().native_code, 423);
    EXPECT_TRUE(error.details().retryable);
    EXPECT_EQ(api.requests().size(), 4u + 3u);
}

TEST(NeonClient, SaysWhatTheApiSaidAndNotTheKey) {
    FakeApi api([](const ApiRequest&) {
        return ApiResponse{404, R"({"request_id": "r-7", "code": "", "message": "branch not found"})"};
    });
    const auto error = refusal_of([&] { (void)client_of(api).endpoints("br-none"); });
    EXPECT_EQ(error.message(), "Neon's API refused to list computes: branch not found (HTTP 404, request r-7)");
    EXPECT_FALSE(error.details().retryable);
    EXPECT_EQ(error.details().native_code, 404);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("check the id"), Not(HasSubstr(secret_key))));
}

TEST(NeonClient, AWrongKeyIsExplainedAndNotShown) {
    FakeApi api([](const ApiRequest&) { return ApiResponse{401, R"({"message": "authentication failed"})"}; });
    const auto error = refusal_of([&] { (void)client_of(api).branches(); });
    EXPECT_THAT(error.what(), AllOf(HasSubstr("NEON_API_KEY"), Not(HasSubstr(secret_key))));
    EXPECT_EQ(api.requests().size(), 1u) << "asking again would not help";
}

TEST(NeonClient, AnswersThatAreNoJsonAndNoAnswersAreErrors) {
    FakeApi api([](const ApiRequest& request) {
        return request.method == "GET" ? ApiResponse{200, "<html>"} : ApiResponse{502, "<html>bad gateway</html>"};
    });
    EXPECT_THAT(refusal_of([&] { (void)client_of(api).branches(); }).message(), HasSubstr("no JSON"));
    const auto gateway = refusal_of([&] { (void)client_of(api).create_branch(); });
    EXPECT_THAT(gateway.message(), HasSubstr("HTTP 502"));
    EXPECT_TRUE(gateway.details().retryable);
    neon::Client nobody("p", {.api_key = secret_key, .base_url = "http://127.0.0.1:1/api/v2", .timeout = 5});
    const auto error = refusal_of([&] { (void)nobody.branches(); });
    EXPECT_EQ(error.details().native_code, 0);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("no answer"), Not(HasSubstr(secret_key))));
}

TEST(NeonClient, TakesTheKeyFromTheEnvironment) {
    FakeApi api([](const ApiRequest&) { return ApiResponse{200, R"({"branches": []})"}; });
    unsetenv("NEON_API_KEY");
    EXPECT_THROW(neon::Client("p", {.base_url = api.url()}), ArgumentError);
    setenv("NEON_API_KEY", "napi_of_the_environment", 1);
    EXPECT_TRUE(neon::Client("p", {.base_url = api.url()}).branches().empty());
    unsetenv("NEON_API_KEY");
    EXPECT_EQ(api.requests().at(0).authorization, "Bearer napi_of_the_environment");
}

TEST(NeonClient, TheKeyNeverTravelsInTheClear) {
    EXPECT_THROW(neon::Client("p", {.api_key = "k", .base_url = "http://console.neon.tech/api/v2"}), ArgumentError);
    EXPECT_THROW(neon::Client("p", {.api_key = "k", .base_url = "http://127.0.0.1.example.com/"}), ArgumentError);
    EXPECT_THROW(neon::Client("p", {.api_key = "k", .base_url = "http://127.0.0.1:1@example.com/"}), ArgumentError);
    EXPECT_THROW(neon::Client("p", {.api_key = "k\r\nX: y", .base_url = "https://x/"}), ArgumentError);
    EXPECT_THROW(neon::Client("", {.api_key = "k"}), ArgumentError);
    EXPECT_THROW(neon::Client("p", {.api_key = "k", .timeout = 0}), ArgumentError);
}

}  // namespace
}  // namespace athanor::testing
