#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/mcp/content.hpp>
#include <athanor/mcp/errors.hpp>
#include <athanor/mcp/schema.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

namespace detail {
class Call;
}

/// How important a log message is, RFC 5424's names.
enum class LogLevel { debug, info, notice, warning, error, critical, alert, emergency };

/// What the user did with a question.
enum class Choice { accept, decline, cancel };

/// The answer to Context::ask with a schema of one's own.
struct Answer {
    Choice choice = Choice::cancel;
    std::shared_ptr<const Json> content = {};  ///< an object if accepted

    [[nodiscard]] bool accepted() const noexcept { return choice == Choice::accept; }
};

/// The answer to Context::ask<T>: `value` is set exactly if the user agreed.
template <class T>
struct Asked {
    Choice choice = Choice::cancel;
    std::optional<T> value = {};

    [[nodiscard]] bool accepted() const noexcept { return choice == Choice::accept; }
    const T& operator*() const { return *value; }
    const T* operator->() const { return &*value; }
};

/// A folder that the client lets the server work in.
struct Root {
    std::string uri;
    std::string name = {};
};

/// A request to the client's model.
struct SamplingRequest {
    std::vector<PromptMessage> messages = {};
    std::string system_prompt = {};
    int max_tokens = 1000;
};

/// What the client's model answered.
struct Sampled {
    Role role = Role::assistant;
    std::string text;  ///< empty if the answer is no text
    std::string model;
    std::string stop_reason;
};

/// One of several things needed of the client at once, see Context::request_all. `method` is "elicitation/create",
/// "sampling/createMessage" or "roots/list".
struct InputRequest {
    std::string key;
    std::string method;
    std::shared_ptr<const Json> params = {};
};

/// While one lives, its function is called once if the request is cancelled, from another thread (at once if it was
/// cancelled before). After the destructor the function is neither running nor called.
class [[nodiscard]] CancelHook {
public:
    CancelHook() = default;
    CancelHook(CancelHook&&) noexcept = default;
    CancelHook& operator=(CancelHook&&) noexcept = default;
    ~CancelHook() = default;

private:
    friend class Context;
    explicit CancelHook(std::shared_ptr<void> hold) : hold_(std::move(hold)) {}
    std::shared_ptr<void> hold_;
};

/// What a handler knows of the request it serves, and how it reaches the client while it runs. A handler takes it as
/// `Context&`. It may be used from any thread until the handler returns.
///
/// The functions that want something of the client (ask, sample, roots) work the same in both eras of the protocol: a
/// client of 2025-11-25 or before is asked while the handler waits; for one of 2026-07-28 the handler is left by an
/// exception of a type of the library's own, the questions are the answer, and the handler runs **again from its
/// beginning** when the client calls with the answers. So, before a question, do nothing that must not happen twice.
class Context {
public:
    explicit Context(detail::Call& call) noexcept : call_(call) {}
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() = default;

    // ---- who asks
    [[nodiscard]] const std::string& client_name() const noexcept;     ///< as the client calls itself; may be empty
    [[nodiscard]] const std::string& client_version() const noexcept;  ///< may be empty
    [[nodiscard]] const std::string& transport() const noexcept;       ///< "stdio" or "http"
    [[nodiscard]] const std::string& principal() const noexcept;       ///< whom the transport authenticated, else empty
    [[nodiscard]] const std::string& protocol_version() const noexcept;
    [[nodiscard]] const std::string& tool() const noexcept;  ///< name of the tool or prompt, or the resource's URI
    [[nodiscard]] const Json& arguments() const noexcept;    ///< as they came

    // ---- while it runs
    /// `done` of `total`; sent if the client asked for progress and `done` is more than before.
    void progress(double done, std::optional<double> total = {}, std::string_view message = {});
    /// Sent if the client asked for messages of that importance.
    void log(LogLevel level, std::string_view message, std::string_view logger = {});
    void log_data(LogLevel level, const Json& data, std::string_view logger = {});

    [[nodiscard]] bool cancelled() const noexcept;
    void throw_if_cancelled() const;
    CancelHook on_cancel(std::function<void()> function);

    // ---- asking
    [[nodiscard]] bool can_ask() const noexcept;
    [[nodiscard]] bool can_sample() const noexcept;
    [[nodiscard]] bool can_list_roots() const noexcept;

    /// Asks the user for the members of T: a struct of texts, numbers, bools, enums and optionals of them. `key` names
    /// the question within this handler. An answer counts only for the very question (message and form) that was
    /// shown, and for the tool and arguments it was asked for. Never ask for secrets. Throws ClientCannot, Cancelled.
    template <class T>
    Asked<T> ask(std::string_view key, std::string_view message) {
        const Answer answer = ask(key, message, *detail::schema_of<T>());
        Asked<T> result{answer.choice, {}};
        if (answer.accepted()) {
            result.value = detail::decode_answer<T>(*answer.content);
        }
        return result;
    }
    /// The same with a schema as the protocol has it: an object whose properties are primitive.
    Answer ask(std::string_view key, std::string_view message, const Json& schema);

    Sampled sample(std::string_view key, const SamplingRequest& request);
    std::vector<Root> roots(std::string_view key);

    /// Several requests at once, so that one round is enough. The results, as the client sent them, in the same order.
    std::vector<std::shared_ptr<const Json>> request_all(const std::vector<InputRequest>& requests);

    /// For what must happen once only: true for the first caller with the answers of this conversation, false when the
    /// same answers were sent again. Always true when nothing was asked, or in a conversation with an older client.
    [[nodiscard]] bool claim_answers();

private:
    detail::Call& call_;
};

}  // namespace athanor::mcp

#pragma GCC visibility pop
