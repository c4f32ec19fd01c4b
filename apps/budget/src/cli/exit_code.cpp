#include "cli/exit_code.hpp"

#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include <budget/database.hpp>
#include <budget/errors.hpp>

#include "cli/arguments.hpp"

namespace budget::cli {

namespace {

constexpr int sqlite_corrupt = 11;
constexpr int sqlite_not_a_database = 26;

std::string text_of(std::string_view message, std::string_view hint) {
    return hint.empty() ? fmt::format("error: {}\n", message) : fmt::format("error: {}\n{}\n", message, hint);
}

std::string import_text(const ImportError& error) {
    std::string text;
    for (const auto& complaint : error.complaints()) {
        text += fmt::format("row {}: {}\n", complaint.row, complaint.text);
    }
    if (error.total() > error.complaints().size()) {
        text += fmt::format("... and {} more\n", error.total() - error.complaints().size());
    }
    return text + text_of(error.what(), error.hint());
}

bool is_unreachable(const athanor::Error& error, bool connecting) {
    const auto& details = error.details();
    if (details.driver == "sqlite") {
        const int code = details.native_code & 0xff;
        return code == sqlite_corrupt || code == sqlite_not_a_database;
    }
    return details.connection_invalidated ||
           (connecting && dynamic_cast<const athanor::DatabaseError*>(&error) != nullptr);
}

Failure describe_database_failure(const athanor::Error& error, bool connecting) {
    if (is_missing_table(error)) {
        return {exit_failed, text_of("the database has no tables yet", "create them with: budget init")};
    }
    if (is_outdated(error)) {
        return {exit_failed,
                text_of("an older version of budget made this database: its tables lack a column that this one needs",
                        "there are no migrations yet. With the older version: budget export backup.csv. Then with "
                        "this one, in a new database: budget init, budget user add, budget import backup.csv")};
    }
    const std::string text = text_of(error.message(), error.hint());
    if (is_unreachable(error, connecting)) {
        return {exit_unreachable, text};
    }
    if (dynamic_cast<const athanor::ArgumentError*>(&error) != nullptr) {
        return {exit_usage, text};
    }
    if (dynamic_cast<const athanor::DataError*>(&error) != nullptr ||
        dynamic_cast<const athanor::IntegrityError*>(&error) != nullptr) {
        return {exit_refused, text};
    }
    return {exit_failed, text};
}

}  // namespace

Failure describe_failure(const std::exception& error, bool connecting) {
    if (const auto* import = dynamic_cast<const ImportError*>(&error)) {
        return {exit_refused, import_text(*import)};
    }
    if (const auto* ours = dynamic_cast<const Error*>(&error)) {
        int code = exit_failed;
        if (dynamic_cast<const UsageError*>(ours) != nullptr || dynamic_cast<const UserChoiceError*>(ours) != nullptr) {
            code = exit_usage;
        } else if (dynamic_cast<const CancelledError*>(ours) != nullptr) {
            code = exit_interrupted;
        } else if (dynamic_cast<const NotFoundError*>(ours) != nullptr ||
                   dynamic_cast<const DuplicateError*>(ours) != nullptr ||
                   dynamic_cast<const InUseError*>(ours) != nullptr ||
                   dynamic_cast<const ValidationError*>(ours) != nullptr) {
            code = exit_refused;
        }
        return {code, text_of(ours->what(), ours->hint())};
    }
    if (const auto* library = dynamic_cast<const athanor::Error*>(&error)) {
        return describe_database_failure(*library, connecting);
    }
    return {exit_failed, text_of(error.what(), "")};
}

}  // namespace budget::cli
