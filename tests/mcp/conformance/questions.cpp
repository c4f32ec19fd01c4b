#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance.hpp"

// Tools that ask once, in the words of the older era.
namespace athanor::mcp::conformance {

namespace {

std::string spelled(const Answer& answer) {
    const char* choice = answer.choice == Choice::accept    ? "accept"
                         : answer.choice == Choice::decline ? "decline"
                                                            : "cancel";
    return fmt::format("action={}, content={}", choice, answer.content ? answer.content->dump() : "{}");
}

std::string ask_for(Context& context, const char* message, const char* properties, const char* required) {
    const auto schema =
        Json::parse(fmt::format(R"({{"type":"object","properties":{},"required":{}}})", properties, required));
    return spelled(context.ask("question", message, schema));
}

}  // namespace

void add_questions(Server& server) {
    server.tool<"test_sampling">(
        "Sampling", "Asks the client's model.", reads,
        [](Context& context, const std::string& prompt) {
            const auto sampled = context.sample("sampling", {{{Role::user, TextContent{prompt}}}, {}, 100});
            return "LLM response: " + sampled.text;
        },
        Arg{"prompt", "What to ask"});
    server.tool<"test_missing_capability">(
        "Sampling needed", "Cannot work without the client's model.", reads, [](Context& context) {
            return context.sample("sampling", {{{Role::user, TextContent{"Hello"}}}}).text;
        });
    server.tool<"test_elicitation">(
        "Question", "Asks the user.", reads,
        [](Context& context, const std::string& message) {
            return "User response: " + ask_for(context, message.c_str(),
                                               R"({"username":{"type":"string","description":"User's response"},
                               "email":{"type":"string","description":"User's email address"}})",
                                               R"(["username","email"])");
        },
        Arg{"message", "What the user is shown"});
    server.tool<"test_streaming_elicitation">(
        "Question on a stream", "Tells how far it is, then asks the user.", reads, [](Context& context) {
            context.progress(1, 2);
            return ask_for(context, "Go on?", R"({"ok":{"type":"boolean"}})", R"(["ok"])");
        });
    server.tool<"test_elicitation_sep1034_defaults">(
        "Defaults", "Asks the user for values that have defaults.", reads, [](Context& context) {
            return "Elicitation completed: " + ask_for(context, "Please look at these values",
                                                       R"({"name":{"type":"string","default":"John Doe"},
                               "age":{"type":"integer","default":30},
                               "score":{"type":"number","default":95.5},
                               "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
                               "verified":{"type":"boolean","default":true}})",
                                                       "[]");
        });
    server.tool<"test_elicitation_sep1330_enums">(
        "Choices", "Asks the user to choose, in five ways.", reads, [](Context& context) {
            return "Elicitation completed: " +
                   ask_for(context, "Please choose",
                           R"({"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
                               "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},
                                   {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
                               "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
                                   "enumNames":["Option One","Option Two","Option Three"]},
                               "untitledMulti":{"type":"array","items":{"type":"string",
                                   "enum":["option1","option2","option3"]}},
                               "titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},
                                   {"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}})",
                           "[]");
        });
}

}  // namespace athanor::mcp::conformance
