#include <algorithm>

#include <athanor/core/text.hpp>

#include <budget/audit.hpp>
#include <budget/database.hpp>
#include <budget/errors.hpp>

namespace budget {

namespace {

constexpr std::size_t max_client = 200;
constexpr std::size_t max_tool = 64;
constexpr std::size_t max_text = std::size_t{16} * 1024;

/// Valid UTF-8 without NUL and of at most so many octets: a client may call itself anything.
std::string cut(std::string_view text, std::size_t longest) {
    std::string result(text.substr(0, longest));
    const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    while (!result.empty() && result.size() < text.size() && is_inside(text[result.size()])) {
        result.pop_back();
    }
    if (!athanor::is_valid_utf8(result) || athanor::contains_nul(result)) {
        std::replace_if(
            result.begin(), result.end(), [](char c) { return c < ' ' || c == 0x7f; }, '?');
    }
    return result;
}

}  // namespace

athanor::Ref<AuditEntry> write_audit(athanor::Session& session, const athanor::Ref<User>& user, const Caller& caller,
                                     std::string_view change) {
    auto entry = session.add(AuditEntry{.user_id = user->id.get(),
                                        .client = cut(caller.client, max_client),
                                        .transport = cut(caller.transport, 20),
                                        .tool = cut(caller.tool, max_tool),
                                        .arguments = cut(caller.arguments, max_text),
                                        .change = cut(change, max_text)});
    session.flush();
    return entry;
}

void check_audit(const athanor::Engine& engine) {
    check_tables(engine);
    athanor::Session session(engine);
    auto& a = AuditEntry::columns();
    try {
        static_cast<void>(session.scalar(select(a.id).limit(1)));
    } catch (const athanor::Error& error) {
        session.rollback();
        if (is_missing_table(error)) {
            throw Error("an older version of budget made this database: it has no table of audit entries",
                        "add it with: budget init (the other tables stay as they are)");
        }
        throw;
    }
    session.rollback();
}

}  // namespace budget
