#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance.hpp"

namespace athanor::mcp::conformance {

namespace {

/// A file of a test, byte by byte.
std::string octets(std::initializer_list<unsigned char> bytes) { return {bytes.begin(), bytes.end()}; }

AudioContent sound() {
    // A WAV file of 8 kHz without a sample in it.
    return {
        octets({'R', 'I', 'F',  'F',  36, 0, 0,    0,    'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16,  0,   0, 0, 1, 0,
                1,   0,   0x40, 0x1F, 0,  0, 0x40, 0x1F, 0,   0,   1,   0,   8,   0,   'd', 'a', 't', 'a', 0, 0, 0, 0}),
        "audio/wav"};
}

/// Keywords of JSON Schema 2020-12 that a typed tool never has.
ToolSpec tool_with_much_schema() {
    ToolSpec tool;
    tool.name = "json_schema_2020_12_tool";
    tool.description = "Has a schema with all kinds of keywords.";
    tool.read_only = true;
    tool.input_schema = std::make_shared<const Json>(Json::parse(R"({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {"address": {"$anchor": "addressDef", "type": "object",
                              "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
        "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
                       "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                       "phone": {"type": "string"}, "email": {"type": "string"}},
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": false})"));
    tool.call = [](Context&, const Json&) { return ToolResult::text("taken"); };
    return tool;
}

}  // namespace

ImageContent picture() {
    return {
        octets({0x89, 'P',  'N',  'G', '\r', '\n', 0x1A, '\n', 0,    0,    0,    13,   'I',  'H',  'D',  'R', 0, 0,
                0,    1,    0,    0,   0,    1,    8,    2,    0,    0,    0,    0x90, 0x77, 0x53, 0xDE, 0,   0, 0,
                12,   'I',  'D',  'A', 'T',  0x08, 0xD7, 0x63, 0xF8, 0xCF, 0xC0, 0,    0,    3,    1,    1,   0, 0x18,
                0xDD, 0x8D, 0xB0, 0,   0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82}),
        "image/png"};
}

void add_content(Server& server) {
    const auto resource = [](const char* uri, const char* type, const char* text) {
        return EmbeddedResource{ResourceContents{uri, type, text}};
    };
    server.tool<"test_simple_text">("Text", "Answers with a text.", reads,
                                    [] { return std::string("This is a simple text response for testing."); });
    server.tool<"test_image_content">("Picture", "Answers with a picture.", reads, [] { return Content(picture()); });
    server.tool<"test_audio_content">("Sound", "Answers with a sound.", reads, [] { return Content(sound()); });
    server.tool<"test_embedded_resource">("Resource", "Answers with a resource.", reads, [resource] {
        return Content(resource("test://embedded-resource", "text/plain", "This is an embedded resource content."));
    });
    server.tool<"test_multiple_content_types">("Everything", "Answers with content of three kinds.", reads, [resource] {
        return std::vector<Content>{
            TextContent{"Multiple content types test:"}, picture(),
            resource("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})")};
    });
    server.tool<"test_error_handling">("Error", "Fails always.", reads, []() -> std::string {
        throw ToolError("This tool intentionally returns an error for testing");
    });
    server.tool<"test_header_parameter">(
        "Header", "Has a parameter that an HTTP header repeats.", reads,
        [](const std::string& region) { return "Region: " + region; }, Arg{"region", "Any text", "Region"});
    server.add(tool_with_much_schema());
}

}  // namespace athanor::mcp::conformance
