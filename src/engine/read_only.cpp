#include "engine/read_only.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <athanor/core/error.hpp>

namespace athanor::detail {

namespace {

constexpr std::array<std::string_view, 16> writing = {"insert",  "update",  "delete",   "merge", "replace", "create",
                                                      "drop",    "alter",   "truncate", "grant", "revoke",  "vacuum",
                                                      "reindex", "analyze", "attach",   "copy"};

}  // namespace

std::string first_word(std::string_view sql) {
    const auto start = sql.find_first_not_of(" \t\r\n(");
    std::string word;
    for (const char letter : start == std::string_view::npos ? std::string_view() : sql.substr(start, 9)) {
        if (!std::isalpha(static_cast<unsigned char>(letter))) {
            break;
        }
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return word;
}

bool begins_writing(std::string_view sql) {
    return std::find(writing.begin(), writing.end(), first_word(sql)) != writing.end();
}

void refuse_writes(std::span<const Execution> list) {
    for (const auto& execution : list) {
        if (execution.statement->reads_only) {
            continue;
        }
        ErrorDetails details;
        details.message = "a reader only reads, and this statement writes: it was not sent";
        details.hint = "write through the engine itself: Session(engine) instead of Session(engine.reader())";
        details.statement = execution.statement->sql;
        details.table = execution.statement->table;
        throw InvalidRequestError(std::move(details));
    }
}

}  // namespace athanor::detail
