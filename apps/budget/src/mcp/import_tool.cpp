#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <athanor/orm/changes.hpp>

#include <budget/categories.hpp>
#include <budget/csv_import.hpp>
#include <budget/expenses.hpp>
#include <budget/validation.hpp>

#include "digest.hpp"
#include "mcp/manager.hpp"
#include "mcp/results.hpp"

namespace budget::tools {

namespace {

using mcp::Arg;
/// Beyond this a file belongs to the command line, which reads it row by row.
using CsvText = mcp::Text<1, 700'000>;
constexpr std::size_t shown_rows = 10;

const athanor::Value* find(const athanor::ChangedRow& row, std::string_view name) {
    for (const auto& column : row.columns) {
        if (column.name == name) {
            return &column.new_value;
        }
    }
    return nullptr;
}

/// What an import adds, from the unit of work, in words that do not depend on keys that are made anew each time.
class ImportChange {
public:
    explicit ImportChange(athanor::Session& session) {
        for (const auto& category : list_categories(session)) {
            names_.emplace(category->id, category->name);
        }
    }

    void add(const athanor::Changes& changes) {
        for (const auto& row : changes.new_) {
            if (row.table == Category::table_name) {
                names_.emplace(find(row, "id")->as_int64(), find(row, "name")->as_string());
            }
        }
        for (const auto& row : changes.new_) {
            if (row.table == Expense::table_name) {
                add_expense(row);
            }
        }
    }

    [[nodiscard]] std::string text(const ImportReport& report) const {
        std::string text = fmt::format("{} of {} rows, {} in all; {} are there already, {} credits are left out.\n",
                                       report.added, report.rows, total_, report.existing, report.credits);
        if (!report.categories.empty()) {
            std::vector<std::string> names;
            for (const auto& name : report.categories) {
                names.push_back(in_quotes(name));
            }
            text += fmt::format("New categories: {}.\n", fmt::join(names, ", "));
        }
        text += first_;
        if (report.added > shown_rows) {
            text += fmt::format("... and {} more, with the digest {}\n", report.added - shown_rows, digest_.to_hex());
        }
        return text;
    }
    [[nodiscard]] const std::vector<ExpenseRow>& places() const noexcept { return places_; }

private:
    void add_expense(const athanor::ChangedRow& row) {
        const auto& category = names_.at(find(row, "category_id")->as_int64());
        const auto day = find(row, "date")->as_date();
        const auto& amount = find(row, "amount")->as_decimal();
        const auto line = fmt::format("{}, {}, {}, {}\n", day, amount.rescaled(2), in_quotes(category),
                                      in_quotes(find(row, "description")->as_string()));
        digest_.field(line);
        total_ += amount;
        if (++count_ <= shown_rows) {
            first_ += line;
        }
        if (seen_.emplace(category, athanor::YearMonth(day)).second) {
            ExpenseRow place;
            place.date = day;
            place.category = category;
            places_.push_back(std::move(place));
        }
    }

    std::map<std::int64_t, std::string> names_;
    athanor::Decimal total_ = athanor::Decimal::from_units(0, 2);
    std::size_t count_ = 0;
    std::string first_;
    Digest digest_;
    std::set<std::pair<std::string, athanor::YearMonth>> seen_;
    std::vector<ExpenseRow> places_;
};

}  // namespace

void add_import_tool(mcp::Server& server, Manager& manager) {
    server.tool<"import_expenses">(
        "Import expenses",
        "Add the expenses of a CSV text; rows that are there already add nothing. The user is shown what would be "
        "added "
        "and asked first.",
        mcp::Writes{.destructive = false, .idempotent = true},
        [&](mcp::Context& context, CsvText csv, std::optional<ImportProfile> profile, std::optional<std::string> code) {
            const auto size = static_cast<double>(csv.value.size());
            double before = 0;
            std::vector<ExpenseRow> places;
            const auto import = [&](athanor::Session& session, const athanor::Ref<User>& user) {
                // The lock is the first that an import does; whose it is was read before, and cannot change.
                lock_for_import(session, user->id);
                ImportChange change(session);
                ImportOptions options;
                options.profile = profile.value_or(ImportProfile::native);
                options.cancelled = [&] { return context.cancelled(); };
                options.progress = [&](const ImportReport& report, std::uint64_t bytes) {
                    context.progress(before + static_cast<double>(bytes), 2 * size,
                                     fmt::format("{} rows read", report.rows));
                };
                options.written = [&](athanor::Session& written) { change.add(written.changes()); };
                std::istringstream in(csv.value);
                const auto report = import_csv(session, user, in, options);
                places = change.places();
                return change.text(report);
            };
            WriteResult result;
            const auto change = manager.preview(context, import);
            before = size;
            context.progress(before, 2 * size, "looked at");
            const auto answer = manager.ask(context, code, "Add these expenses?\n" + change);
            if (answer.agreement == Manager::Agreement::declined) {
                result.status = "declined";
                result.message = "The user did not agree: nothing was added.";
            } else if (answer.agreement == Manager::Agreement::needs_code) {
                result.status = "needs_confirmation";
                result.message = "Nothing was added yet. This would be added:\n" + change;
                result.confirmation_code = answer.code;
            } else {
                manager.write(context, import, &change);
                tell_changed(server, places);
                context.progress(2 * size, 2 * size, "saved");
                result.status = "done";
                result.message = "Added:\n" + change;
            }
            return result;
        },
        Arg{"csv", "The text of the file, its first line naming the columns; at most 700 000 characters"},
        Arg{"profile", "Its format: native (date, amount, category, description) or mint (native)"},
        Arg{"confirmation_code", "From an answer needs_confirmation to the same call, after the user agreed"});
}

}  // namespace budget::tools
