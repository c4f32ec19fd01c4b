#include <vector>

#include <athanor/schema/table.hpp>

#include "dialects/sqlite/errors.hpp"

namespace athanor::sqlite {

namespace {

/// Splits "t.a, t.b" into the table and its columns. The table's name may hold a dot itself; `table` tells where it
/// ends.
std::vector<std::string> split_columns(std::string_view text, std::string& table) {
    std::vector<std::string> columns;
    if (!text.starts_with(table + ".") || table.empty()) {
        table = text.substr(0, text.find('.'));
    }
    const auto prefix = table.size() + 1;
    const std::string separator = ", " + table + ".";
    while (text.size() > prefix) {
        text.remove_prefix(prefix);
        const auto end = text.find(separator);
        columns.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 2);
    }
    return columns;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) {
        out += out.empty() ? part : ", " + part;
    }
    return out;
}

}  // namespace

void describe_constraint(ErrorDetails& details, int extended_code, std::string_view table) {
    const std::string_view message = details.message;
    const auto colon = message.find(": ");
    const auto subject = colon == std::string_view::npos ? std::string_view() : message.substr(colon + 2);
    std::string owner(table);
    switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: {
        details.integrity_kind = IntegrityKind::unique;
        constexpr std::string_view index_prefix = "index '";
        if (subject.starts_with(index_prefix)) {
            details.constraint = subject.substr(index_prefix.size(), subject.size() - index_prefix.size() - 1);
            break;
        }
        const auto columns = split_columns(subject, owner);
        details.column = joined(columns);
        details.constraint = extended_code == SQLITE_CONSTRAINT_UNIQUE ? conventional_name("uq", owner, columns)
                                                                       : conventional_name("pk", owner, {});
        break;
    }
    case SQLITE_CONSTRAINT_NOTNULL:
        details.integrity_kind = IntegrityKind::not_null;
        details.column = joined(split_columns(subject, owner));
        break;
    case SQLITE_CONSTRAINT_CHECK:
        details.integrity_kind = IntegrityKind::check;
        details.constraint = subject;
        break;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        details.integrity_kind = IntegrityKind::foreign_key;
        details.hint = "a row it refers to does not exist, or rows still refer to it";
        break;
    default:
        details.integrity_kind = IntegrityKind::other;
        break;
    }
    details.table = owner;
}

}  // namespace athanor::sqlite
