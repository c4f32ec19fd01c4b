#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <budget/csv_export.hpp>
#include <budget/csv_import.hpp>
#include <budget/database.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/format.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace budget::cli {

namespace {

std::ifstream open_file(const std::string& name) {
    std::error_code ignored;
    if (std::filesystem::is_directory(name, ignored)) {
        throw NotFoundError(fmt::format("{} is a folder", in_quotes(name)), "name a CSV file");
    }
    std::ifstream file(name, std::ios::binary);
    if (!file) {
        throw NotFoundError(fmt::format("the file {} cannot be read", in_quotes(name)),
                            "is the name right, and may you read it?");
    }
    return file;
}

std::uint64_t size_of(const std::string& name) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(name, ignored) ? std::filesystem::file_size(name, ignored) : 0;
}

ImportReport import_once(const Context& context, const ImportCommand& command, int user_id,
                         const ImportOptions& options, std::istream& file, bool& reading) {
    athanor::Session session(context.engine);
    try {
        lock_for_import(session, user_id);
        reading = true;
        auto report = import_csv(session, session.get<User>(user_id), file, options);
        if (command.dry_run) {
            session.rollback();
        } else {
            session.commit();
        }
        return report;
    } catch (...) {
        session.rollback();
        throw;
    }
}

/// Another import made a category that this one was about to make; the next attempt finds it.
bool is_duplicate(const athanor::Error& error) {
    const auto* integrity = dynamic_cast<const athanor::IntegrityError*>(&error);
    return integrity != nullptr && integrity->kind() == athanor::IntegrityKind::unique;
}

ImportReport run_import(const Context& context, const ImportCommand& command) {
    ImportOptions options;
    options.profile = command.profile ? parse_profile(*command.profile) : ImportProfile::native;
    auto file = open_file(command.file);
    int user_id = 0;
    transact(context.engine,
             [&](athanor::Session& session) { user_id = choose_user(session, context.options.user)->id; });
    ProgressBar bar(size_of(command.file));
    const InterruptGuard guard;
    options.cancelled = &InterruptGuard::interrupted;
    options.progress = [&](const ImportReport& report, std::uint64_t bytes) { bar.show(report.rows, bytes); };

    bool reading = false;
    bool met_duplicate = false;
    for (Retry retry;;) {
        try {
            return import_once(context, command, user_id, options, file, reading);
        } catch (const athanor::Error& error) {
            const bool again = (is_duplicate(error) && !std::exchange(met_duplicate, true)) || retry.again(error);
            // What a pipe has given cannot be read again.
            if (!again || (reading && !std::filesystem::is_regular_file(command.file))) {
                throw;
            }
            if (reading) {
                file = open_file(command.file);
            }
        }
    }
}

std::string describe(const ImportReport& report, bool dry_run) {
    std::string text = fmt::format("{} {} from {}", dry_run ? "Would import" : "Imported",
                                   counted(report.added, "expense", "expenses"), counted(report.rows, "row", "rows"));
    text += fmt::format(": {} there already, {} left out.\n", report.existing,
                        counted(report.credits, "credit", "credits"));
    if (!report.categories.empty()) {
        std::vector<std::string> names;
        names.reserve(report.categories.size());
        for (const auto& name : report.categories) {
            names.push_back(shown(name));
        }
        text += fmt::format("New {}: {}.\n", report.categories.size() == 1 ? "category" : "categories",
                            fmt::join(names, ", "));
    }
    if (dry_run) {
        text += "Dry run: nothing was written.\n";
    }
    return text;
}

}  // namespace

std::string answer(const Context& context, const ImportCommand& command) {
    const auto report = run_import(context, command);
    if (!context.options.json) {
        return describe(report, command.dry_run);
    }
    return to_line({{"rows", report.rows},
                    {"added", report.added},
                    {"existing", report.existing},
                    {"credits", report.credits},
                    {"categories", report.categories},
                    {"dry_run", command.dry_run}});
}

std::string answer(const Context& context, const ExportCommand& command) {
    if (context.options.json && !command.file) {
        throw UsageError("export writes CSV, not JSON", "leave out --json, or use: budget list --json");
    }
    // Opened with the first page at hand, so that an old export is not lost to a database that cannot be read.
    Output output(command.file);
    std::size_t count = 0;
    athanor::Session session(context.engine);
    count = export_csv(session, choose_user(session, context.options.user),
                       [&](std::string_view text) { output.write(text); });
    session.rollback();
    output.finish();
    if (!command.file) {
        return "";
    }
    return context.options.json
               ? to_line({{"file", *command.file}, {"count", count}})
               : fmt::format("Exported {} to {}.\n", counted(count, "expense", "expenses"), shown(*command.file));
}

}  // namespace budget::cli
