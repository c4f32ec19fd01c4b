#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance.hpp"

namespace athanor::mcp::conformance {

namespace {

struct PromptContext {
    std::string context;
};

PromptMessage said(std::string text) { return {Role::user, TextContent{std::move(text)}}; }

}  // namespace

void add_resources(Server& server) {
    server.resource<"test://static-text">("static-text", "Text", "A text that never changes.", "text/plain", [] {
        return std::string("This is the content of the static text resource.");
    });
    server.resource<"test://static-binary">(
        "static-binary", "Binary", "A picture that never changes.", "image/png", [] {
            return ResourceContents{"test://static-binary", "image/png", picture().data, true};
        });
    server.resource<"test://watched-resource">("watched-resource", "Watched", "A text to subscribe to.", "text/plain",
                                               [] { return std::string("Watched"); });
    server.resource<"test://template/{id}/data">(
        "template", "Template", "Data by their id.", "application/json", [](const std::string& id) {
            const Json data{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}};
            return ResourceContents{"test://template/" + id + "/data", "application/json", data.dump()};
        });
}

void add_prompts(Server& server) {
    server.prompt<"test_simple_prompt">("Simple", "A prompt without arguments.",
                                        [] { return std::string("This is a simple prompt for testing."); });
    server.prompt<"test_prompt_with_arguments">(
        "Arguments", "A prompt with two arguments.",
        [](const std::string& arg1, const std::string& arg2) {
            return "Prompt with arguments: arg1='" + arg1 + "', arg2='" + arg2 + "'";
        },
        Arg{"arg1", "First test argument"}, Arg{"arg2", "Second test argument"});
    server.complete_prompt("test_prompt_with_arguments", "arg1", [](Context&, std::string_view typed, const Json&) {
        std::vector<std::string> fitting;
        for (const char* word : {"paris", "park", "party"}) {
            if (std::string_view(word).starts_with(typed)) {
                fitting.emplace_back(word);
            }
        }
        return fitting;
    });
    server.prompt<"test_prompt_with_embedded_resource">(
        "Resource", "A prompt with a resource in it.",
        [](const std::string& uri) {
            return std::vector<PromptMessage>{
                {Role::user, EmbeddedResource{{uri, "text/plain", "Embedded resource content for testing."}}},
                said("Please process the embedded resource above.")};
        },
        Arg{"resourceUri", "The resource's URI"});
    server.prompt<"test_prompt_with_image">("Picture", "A prompt with a picture in it.", [] {
        return std::vector<PromptMessage>{{Role::user, picture()}, said("Please analyze the image above.")};
    });
    server.prompt<"test_input_required_result_prompt">(
        "Question", "A prompt that asks the user.", [](Context& context) {
            const auto asked = context.ask<PromptContext>("user_context", "What context should the prompt use?");
            return "The context is: " + (asked.accepted() ? asked->context : "none");
        });
}

}  // namespace athanor::mcp::conformance
