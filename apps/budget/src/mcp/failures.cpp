#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/mcp/errors.hpp>

#include <budget/database.hpp>
#include <budget/errors.hpp>

#include "mcp/manager.hpp"

namespace budget::tools {

namespace {

/// The services' hints name commands of the command line; a caller of tools has other means.
std::string hint_for_tools(std::string_view hint) {
    struct Words {
        std::string_view theirs;
        std::string_view ours;
    };
    static constexpr Words words[] = {
        {"budget category", "list_categories gives the names; new ones are added with the command line"},
        {"budget list", "search_expenses gives the numbers"},
        {"budget rm", "remove both halves with delete_expense, then book it anew with transfer"},
        {"budget move", "move its expenses to another category first"},
        {"--user", "whoever runs the server must say with --user whose expenses are meant"},
        {"budget user", "whoever runs the server must add a user first"},
        {"budget init", "whoever runs the server must run: budget init"},
    };
    for (const auto& [theirs, ours] : words) {
        if (hint.find(theirs) != std::string_view::npos) {
            return std::string(ours);
        }
    }
    return std::string(hint);
}

std::string text_of(std::string_view message, std::string_view hint) {
    return hint.empty() ? std::string(message) : fmt::format("{}; {}", message, hint);
}

std::string text_of(const ImportError& error) {
    constexpr std::size_t most = 20;
    std::string text(error.what());
    for (std::size_t i = 0; i < error.complaints().size() && i < most; ++i) {
        text += fmt::format("\nrow {}: {}", error.complaints()[i].row, error.complaints()[i].text);
    }
    if (error.total() > most) {
        text += fmt::format("\n... and {} more", error.total() - most);
    }
    return text_of(text, error.hint());
}

/// Lost, or not to be had: what comes from no statement has no SQLSTATE, or one of those for connections.
bool is_unreachable(const athanor::Error& error) {
    const auto& details = error.details();
    const bool operational = dynamic_cast<const athanor::OperationalError*>(&error) != nullptr;
    const bool of_connection =
        details.sqlstate.empty() || details.sqlstate.starts_with("08") || details.sqlstate.starts_with("57P");
    return details.connection_invalidated || dynamic_cast<const athanor::TimeoutError*>(&error) != nullptr ||
           (details.driver == "postgresql" && operational && of_connection);
}

std::string text_of(const athanor::Error& error) {
    const auto& details = error.details();
    if (is_missing_table(error) || is_outdated(error)) {
        return "the database lacks a table or a column that this version needs; whoever runs the server must run: "
               "budget init, and look at what it says";
    }
    if (details.outcome_unknown) {
        return "the connection to the database was lost while it saved, so nobody can tell whether it did; look with "
               "search_expenses before you call again (add_expense may be called again with the same idempotency_key)";
    }
    if (is_unreachable(error)) {
        return "the database cannot be reached now, and nothing was changed; try again in a moment";
    }
    if (details.retryable) {
        return "another program was in the way, and nothing was changed; try again in a moment";
    }
    return text_of(error.message(), error.hint());
}

}  // namespace

void Manager::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const ImportError& error) {
        throw mcp::ToolError(text_of(error));
    } catch (const Error& error) {
        throw mcp::ToolError(text_of(error.what(), hint_for_tools(error.hint())));
    } catch (const athanor::Error& error) {
        throw mcp::ToolError(text_of(error));
    }
}

}  // namespace budget::tools
