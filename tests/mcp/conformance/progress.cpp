#include <chrono>
#include <string>
#include <thread>

#include "conformance.hpp"

namespace athanor::mcp::conformance {

namespace {

void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

}  // namespace

void add_progress(Server& server) {
    server.tool<"test_tool_with_progress">("Progress", "Tells how far it is, three times.", reads,
                                           [](Context& context) {
                                               for (const int done : {0, 50, 100}) {
                                                   if (done != 0) {
                                                       wait_a_little();
                                                   }
                                                   context.progress(done, 100);
                                               }
                                               return std::string("Done with progress");
                                           });
    server.tool<"test_tool_with_logging">("Log", "Sends three messages.", reads, [](Context& context) {
        context.log(LogLevel::info, "Tool execution started");
        wait_a_little();
        context.log(LogLevel::info, "Tool processing data");
        wait_a_little();
        context.log(LogLevel::info, "Tool execution completed");
        return std::string("Done with messages");
    });
    server.tool<"test_logging_tool">("Log once", "Sends one message to those who want messages.", reads,
                                     [](Context& context) {
                                         context.log(LogLevel::info, "Working");
                                         return std::string("Done");
                                     });
    server.tool<"test_trigger_tool_change">("Tools change", "Says that the list of tools has changed.", adds,
                                            [&server] {
                                                server.tools_changed();
                                                return std::string("Said");
                                            });
    server.tool<"test_trigger_prompt_change">("Prompts change", "Says that the list of prompts has changed.", adds,
                                              [&server] {
                                                  server.prompts_changed();
                                                  return std::string("Said");
                                              });
}

}  // namespace athanor::mcp::conformance
