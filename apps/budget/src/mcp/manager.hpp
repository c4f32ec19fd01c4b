#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/mcp/context.hpp>
#include <athanor/mcp/server.hpp>

#include <budget/models.hpp>

#include "mcp/confirmation.hpp"
#include "mcp/results.hpp"

namespace budget::tools {

/// What the tools work with: one database and one user of it.
struct ManagerOptions {
    std::optional<std::string> user;  ///< their address; without it the only one there is
    bool allow_writes = false;
};

/// Runs what the tools do, for each call in sessions of its own, and tells of failures in words that help to mend the
/// call. Thread-safe.
class Manager {
public:
    Manager(const athanor::Engine& engine, ManagerOptions options);

    /// The day and what the user has, whatever else it needs.
    using Read = std::function<void(athanor::ReadSession&, const athanor::Ref<User>&)>;
    /// In a read-only transaction. @throws mcp::ToolError.
    void read(mcp::Context& context, const Read& work) const;

    /// Does something and says what it changed, in the same words each time it would change the same. May be run
    /// several times: all but the last of them are undone.
    using Write = std::function<std::string(athanor::Session&, const athanor::Ref<User>&)>;
    /// In one transaction with an entry of what was changed. If `expected` is given and the change is another one,
    /// nothing is saved. @throws mcp::ToolError.
    std::string write(mcp::Context& context, const Write& work, const std::string* expected = nullptr) const;
    /// The same, undone. @returns what would be changed.
    std::string preview(mcp::Context& context, const Write& work) const;

    /// What became of the question whether a change is to be made.
    enum class Agreement { agreed, declined, needs_code };
    struct Answer {
        Agreement agreement = Agreement::declined;
        std::string code;  ///< with needs_code: what to bring for exactly this call and change
    };
    /// Asks the user whether to make the change, which must just have been previewed; one who cannot be asked has to
    /// bring a code. @throws mcp::ToolError for a code that is not good and for an answer that was used before.
    Answer ask(mcp::Context& context, const std::optional<std::string>& code, const std::string& question);

    /// Runs a service and puts its refusal, or what the database said, into words for a caller of tools.
    static void guarded(const std::function<void()>& work);
    /// Adds an entry on a change to the session's transaction.
    static void audit(mcp::Context& context, athanor::Session& session, const athanor::Ref<User>& user,
                      std::string_view change);

    /// @throws budget::Error.
    [[nodiscard]] athanor::Ref<User> user(athanor::ReadSession& session) const;
    [[nodiscard]] const athanor::Engine& engine() const noexcept { return engine_; }
    [[nodiscard]] bool allow_writes() const noexcept { return options_.allow_writes; }

private:
    std::string run(mcp::Context& context, const Write& work, bool save, const std::string* expected) const;

    const athanor::Engine engine_;
    const ManagerOptions options_;
    Confirmations confirmations_;
};

/// The server with all that the Budget Manager offers; `manager` must outlive it.
void add_everything(mcp::Server& server, Manager& manager);

/// How the server presents itself.
mcp::ServerOptions server_options(const Manager& manager);

// Its parts.
void add_reading_tools(mcp::Server& server, Manager& manager);
void add_writing_tools(mcp::Server& server, Manager& manager);
void add_import_tool(mcp::Server& server, Manager& manager);
void add_resources(mcp::Server& server, Manager& manager);
void add_prompts(mcp::Server& server, Manager& manager);

/// Tells subscribers of the summaries and lists that these expenses are in.
void tell_changed(mcp::Server& server, const std::vector<ExpenseRow>& rows);

}  // namespace budget::tools
