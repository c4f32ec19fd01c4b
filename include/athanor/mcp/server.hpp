#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <athanor/core/fixed_string.hpp>
#include <athanor/mcp/content.hpp>
#include <athanor/mcp/context.hpp>
#include <athanor/mcp/function.hpp>
#include <athanor/mcp/function_text.hpp>
#include <athanor/mcp/spec.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// How far a transport goes with a client. What is beyond is answered with an error that says so.
struct Limits {
    std::size_t message_bytes = std::size_t{4} * 1024 * 1024;         ///< of one message
    std::size_t depth = 64;                                           ///< of objects and arrays within one another
    std::size_t threads = 8;                                          ///< handlers that run at the same time
    std::size_t waiting = 2000;                                       ///< requests that wait for a thread
    std::chrono::milliseconds ask_timeout = std::chrono::minutes(5);  ///< how long an older client may take to answer
};

/// Who may keep an answer, see ServerOptions::list_ttl.
enum class CacheScope { public_, private_ };

/// What a server says of itself, and what is the same for all its clients.
struct ServerOptions {
    std::string name;     ///< for programs
    std::string version;  ///< of the program
    std::string title = {};
    std::string instructions = {};                                 ///< for the model: when and how to use the tools
    std::size_t page_size = 100;                                   ///< entries of one page of a list
    std::chrono::milliseconds list_ttl = std::chrono::minutes(1);  ///< how long clients may keep lists
    std::chrono::milliseconds read_ttl = std::chrono::milliseconds(0);  ///< and what they read from a resource
    CacheScope cache_scope = CacheScope::private_;
    std::chrono::milliseconds answer_ttl = std::chrono::minutes(10);  ///< how long a question can be answered
    /// Signs what is handed to clients to bring back; at least 32 octets, the same for all processes behind one
    /// address. Empty: made at random at start.
    std::string signing_key = {};
    /// Answers of clients of 2026-07-28 count even if they come without what this server handed out for its question.
    /// Never for a server that asks before it changes something.
    bool accept_unsigned_answers = false;
    /// Tool functions may fail with more than the caller should know; that is told here, in the server's own log.
    std::function<void(std::string_view tool, const std::exception& error)> on_failure = {};
};

/// Proposes values that begin with, or fit, what was typed; the library sends at most 100 of them. `chosen` holds the
/// other arguments that are filled in already, an object of strings.
using Completer = std::function<std::vector<std::string>(Context&, std::string_view typed, const Json& chosen)>;

/// An MCP server: tools, resources and prompts for one or many clients, over one or many transports (serve_stdio,
/// HttpServer), in both eras of the protocol.
///
///     mcp::Server server({.name = "budget", .version = "1.0"});
///     server.tool<"add">("Add", "Adds two whole numbers.", mcp::reads,
///                        [](int a, int b) { return a + b; }, mcp::Arg{"a", "first"}, mcp::Arg{"b", "second"});
///     return mcp::serve_stdio(server);
///
/// A function's parameters: first, if it wants them, `Context&` and what provide() gives by reference (such as a
/// ReadSession&); then one for each Arg. Their types give the schema: bool, whole numbers, double, std::string,
/// Decimal, Date, DateTime, YearMonth, Uuid, enums, Range, Text, Numeric, std::optional (may be left out), std::vector,
/// structs, and models with models.hpp. The result: the same types (a struct becomes structured content; everything
/// else is its member "result"), ToolResult, Content, std::vector<Content> or void.
///
/// Everything may be called from any thread, also while clients are served. Functions run on threads of the transport,
/// several at once. A server outlives what serves it. ArgumentError: a name that MCP does not allow or that is taken.
class Server {
public:
    explicit Server(ServerOptions options);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    [[nodiscard]] const ServerOptions& options() const noexcept;

    // ---- tools, by types

    /// A tool that says what it does: reads, adds, changes, destroys, or Reads{…} or Writes{…} of one's own.
    template <fixed_string Name, ToolEffect E, class F, class... Args>
    Server& tool(std::string title, std::string description, E effect, F function, Args... args) {
        static_assert(is_tool_name(Name.view()), "athanor: MCP tool names are 1-64 of [a-z0-9_]");
        detail::check_effect<E, F>();
        return add_typed(std::string(Name.view()), std::move(title), std::move(description), effect,
                         std::move(function), args...);
    }
    /// A tool that can only read, by the session that it takes.
    template <fixed_string Name, class F, class... Args>
        requires(!ToolEffect<F>)
    Server& tool(std::string title, std::string description, F function, Args... args) {
        static_assert(is_tool_name(Name.view()), "athanor: MCP tool names are 1-64 of [a-z0-9_]");
        static_assert(
            detail::reads_by_construction<F>,
            "athanor: say what the tool does: mcp::reads, mcp::adds, mcp::changes or mcp::destroys before its "
            "function; only one that takes a ReadSession& and nothing that writes needs to say nothing");
        return add_typed(std::string(Name.view()), std::move(title), std::move(description), reads, std::move(function),
                         args...);
    }
    /// The same for a name that is known only when the program runs.
    template <ToolEffect E, class F, class... Args>
    Server& tool(std::string name, std::string title, std::string description, E effect, F function, Args... args) {
        detail::check_effect<E, F>();
        return add_typed(std::move(name), std::move(title), std::move(description), effect, std::move(function),
                         args...);
    }
    Server& add(ToolSpec tool);

    // ---- resources

    /// A resource or, with {variables}, a template: one parameter of the function for each variable, in their order.
    /// The function returns text, a struct (sent as JSON), ResourceContents, or an optional of them (nothing there).
    template <fixed_string Uri, class F>
    Server& resource(std::string name, std::string title, std::string description, std::string mime_type, F function) {
        static_assert(detail::FunctionTraits<F>::decoded == detail::variable_count(Uri.view()),
                      "athanor: one parameter of the function for each {variable} of the URI");
        return add(ResourceSpec{
            std::string(Uri.view()), std::move(name), std::move(title), std::move(description), std::move(mime_type),
            detail::erase_resource(*this, detail::variable_names(Uri.view()), std::move(function))});
    }
    Server& add(ResourceSpec resource);

    // ---- prompts

    /// The function returns the text of the user's message, a PromptMessage, or a vector of them.
    template <fixed_string Name, class F, class... Args>
    Server& prompt(std::string title, std::string description, F function, Args... args) {
        static_assert(is_tool_name(Name.view()), "athanor: prompt names are 1-64 of [a-z0-9_]");
        static_assert(detail::FunctionTraits<F>::decoded == sizeof...(Args),
                      "athanor: one Arg{name, description} for each parameter");
        const std::array<Arg, sizeof...(Args)> list{args...};
        return add(detail::erase_prompt(*this, std::string(Name.view()), std::move(title), std::move(description), list,
                                        std::move(function)));
    }
    Server& add(PromptSpec prompt);

    // ---- completion

    /// For an argument of a prompt. Arguments that are enums complete by themselves.
    Server& complete_prompt(std::string prompt, std::string argument, Completer completer);
    /// For a variable of a resource template.
    Server& complete_resource(std::string uri_template, std::string variable, Completer completer);

    // ---- what functions are handed

    /// Makes the T that functions take as `T&`; called for each request, and the T is released after it. T must be
    /// marked by Provided<T>.
    template <class T>
    Server& provide(std::function<std::shared_ptr<T>(Context&)> make) {
        set_provider(athanor::detail::type_key_of<T>,
                     [make = std::move(make)](Context& context) -> std::shared_ptr<void> { return make(context); });
        return *this;
    }

    // ---- news for clients, from any thread

    void tools_changed();
    void resources_changed();
    void prompts_changed();
    /// To clients that subscribed to this URI.
    void resource_updated(std::string_view uri);

    struct Impl;
    [[nodiscard]] Impl& impl() noexcept { return *impl_; }  ///< for transports

    /// Whether the name can be a tool's: what the official test suite asks for, in lower case.
    static constexpr bool is_tool_name(std::string_view name) {
        for (const char c : name) {
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
                return false;
        }
        return !name.empty() && name.size() <= 64;
    }

private:
    friend std::shared_ptr<void> detail::provided(Server& server, std::string_view type, Context& context);

    template <class E, class F, class... Args>
    Server& add_typed(std::string name, std::string title, std::string description, E effect, F function,
                      Args... args) {
        static_assert((std::same_as<Args, Arg> && ...), "athanor: behind the function comes Arg{name, description}");
        static_assert(detail::FunctionTraits<F>::decoded == sizeof...(Args),
                      "athanor: one Arg{name, description} for each parameter");
        ToolSpec spec;
        spec.name = std::move(name);
        spec.title = std::move(title);
        spec.description = std::move(description);
        spec.open_world = effect.open_world;
        if constexpr (std::same_as<E, Reads>) {
            spec.read_only = true;
            spec.destructive = false;
            spec.idempotent = true;
        } else {
            spec.destructive = effect.destructive;
            spec.idempotent = effect.idempotent;
        }
        const std::array<Arg, sizeof...(Args)> list{args...};
        auto erased = detail::erase_tool(*this, list, std::move(function));
        spec.input_schema = std::move(erased.input_schema);
        spec.output_schema = std::move(erased.output_schema);
        spec.call = std::move(erased.call);
        return add(std::move(spec));
    }
    void set_provider(std::string_view type, std::function<std::shared_ptr<void>(Context&)> make);

    std::unique_ptr<Impl> impl_;
};

}  // namespace athanor::mcp

#pragma GCC visibility pop
