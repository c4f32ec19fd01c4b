#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <athanor/mcp/server.hpp>

// What stands between a transport and the protocol. A transport hands each message in as text with what it knows of it,
// and gets everything that is to be sent as text through an Outlet of its own.
namespace athanor::mcp::detail {

/// What a transport knows of a message beside its text.
struct Arrival {
    std::string transport;        ///< "stdio" or "http"
    std::string principal = {};   ///< whom it authenticated
    std::string session_id = {};  ///< HTTP: value of Mcp-Session-Id; stdio: the one session, see Endpoint::open_session
    /// HTTP: looks a header up, its name in any case; an empty function: there are no headers to agree with the body.
    std::function<std::optional<std::string>(std::string_view name)> header = {};
};

/// The end of an exchange.
struct Reply {
    std::string text = {};        ///< a JSON-RPC response; empty: nothing to send (notifications and responses)
    int status = 200;             ///< for HTTP, if nothing was streamed yet: 200, 202 (no text), 400, 404, 503
    std::string session_id = {};  ///< HTTP: to be sent as Mcp-Session-Id, if not empty
};

/// Where what belongs to one message goes. Called from several threads but never by two at a time; after `reply`
/// nothing more is called. Must not block for long, and must not throw: a client that went away is told by
/// Exchange::cancel. Messages are single lines.
class Outlet {
public:
    Outlet() = default;
    Outlet(const Outlet&) = delete;
    Outlet& operator=(const Outlet&) = delete;
    virtual ~Outlet() = default;

    /// Before the reply: a notification, or a request to an older client. HTTP turns into an event stream with it.
    virtual void message(std::string text) = 0;
    /// Exactly once. For a request of `subscriptions/listen` it comes when the subscription ends.
    virtual void reply(Reply reply) = 0;
};

/// One message under way.
class Exchange {
public:
    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    virtual ~Exchange() = default;

    /// The client went away: what runs for it is cancelled. `reply` may still be called, the text may be dropped.
    virtual void cancel() = 0;
};

/// One transport's side of a server: its sessions, its threads, what runs. Thread-safe.
class Endpoint {
public:
    /// @param sessions_by_header HTTP: `initialize` makes a session whose id travels in a header. Otherwise
    ///        open_session makes the only one.
    Endpoint(Server& server, const Limits& limits, bool sessions_by_header);
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;
    ~Endpoint();  ///< stop(0) if it was not stopped

    /// Takes one message. Handlers run on the endpoint's threads; `reply` may be called before this returns. Never
    /// throws for what is in the text. Never returns null.
    std::shared_ptr<Exchange> receive(std::string_view text, const Arrival& arrival, std::shared_ptr<Outlet> outlet);

    /// stdio: the session of the one client, and where its messages outside any request go. The id for Arrival.
    std::string open_session(std::shared_ptr<Outlet> general);
    /// HTTP, older clients: GET opens a stream for messages outside any request. False: no such session. The outlet's
    /// reply() is called when the session ends.
    bool attach(const std::string& session_id, const std::string& principal, std::shared_ptr<Outlet> general);
    /// HTTP DELETE. False: no such session.
    bool end_session(const std::string& session_id, const std::string& principal);

    /// Waits until every request received has its reply. Subscriptions are ended first, so that they have theirs.
    void drain();
    /// No more requests; waits up to `grace` for what runs, then cancels it and waits for its end.
    void stop(std::chrono::milliseconds grace);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace athanor::mcp::detail
