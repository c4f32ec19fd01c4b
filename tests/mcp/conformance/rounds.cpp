#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance.hpp"

// Tools that ask in rounds, in the words of the newer era.
namespace athanor::mcp::conformance {

namespace {

struct Name {
    std::string name;
};
struct Ok {
    bool ok;
};
struct Color {
    std::string color;
};

std::shared_ptr<const Json> json(const char* text) { return std::make_shared<const Json>(Json::parse(text)); }

InputRequest question() {
    return {"user_name", "elicitation/create", json(R"({"message":"What is your name?","requestedSchema":
                     {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}})")};
}
InputRequest greeting() {
    return {
        "greeting", "sampling/createMessage",
        json(
            R"({"messages":[{"role":"user","content":{"type":"text","text":"Generate a greeting"}}],"maxTokens":50})")};
}
InputRequest roots() { return {"client_roots", "roots/list", json("{}")}; }

}  // namespace

void add_rounds(Server& server) {
    server.tool<"test_input_required_result_elicitation">(
        "Name", "Asks the user for a name.", reads, [](Context& context) {
            const auto asked = context.ask<Name>("user_name", "What is your name?");
            return asked.accepted() ? "Hello, " + asked->name + "!" : std::string("Hello, whoever you are!");
        });
    server.tool<"test_input_required_result_sampling">(
        "Capital", "Asks the client's model.", reads, [](Context& context) {
            return context
                .sample("capital_question", {{{Role::user, TextContent{"What is the capital of France?"}}}, {}, 100})
                .text;
        });
    server.tool<"test_input_required_result_list_roots">("Roots", "Asks for the client's folders.", reads,
                                                         [](Context& context) {
                                                             std::string text = "Roots:";
                                                             for (const auto& root : context.roots("client_roots")) {
                                                                 text += " " + root.uri;
                                                             }
                                                             return text;
                                                         });
    server.tool<"test_input_required_result_request_state">(
        "State", "Asks the user, and keeps what it knows with the client.", reads, [](Context& context) {
            return std::string(context.ask<Ok>("confirm", "Please confirm").accepted() ? "state-ok"
                                                                                       : "state-ok, but no");
        });
    server.tool<"test_input_required_result_tampered_state">(
        "Sealed state", "Asks the user; its state cannot be changed.", reads, [](Context& context) {
            return std::string(context.ask<Ok>("confirm", "Please confirm").accepted() ? "confirmed" : "not confirmed");
        });
    server.tool<"test_input_required_result_multiple_inputs">(
        "Three at once", "Asks the user, the model and for folders in one round.", reads, [](Context& context) {
            const auto answers = context.request_all({question(), greeting(), roots()});
            return "Answers: " + std::to_string(answers.size());
        });
    server.tool<"test_input_required_result_capabilities">(
        "What the client can", "Asks for what the client can answer only.", reads, [](Context& context) {
            std::vector<InputRequest> wanted;
            if (context.can_ask()) {
                wanted.push_back(question());
            }
            if (context.can_sample()) {
                wanted.push_back(greeting());
            }
            if (context.can_list_roots()) {
                wanted.push_back(roots());
            }
            return "Answers: " + std::to_string(context.request_all(wanted).size());
        });
    server.tool<"test_input_required_result_multi_round">(
        "Two rounds", "Asks the user twice.", reads, [](Context& context) {
            const auto name = context.ask<Name>("step1", "Step 1: What is your name?");
            const auto color = context.ask<Color>("step2", "Step 2: What is your favorite color?");
            return (name.accepted() ? name->name : "Somebody") + " likes " +
                   (color.accepted() ? color->color : "no color");
        });
}

}  // namespace athanor::mcp::conformance
