#include "import_format.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

#include <budget/validation.hpp>

#include "lookup.hpp"

namespace budget {

namespace {

constexpr std::size_t max_import_key = 50;

/// Runs one check; what it refuses becomes a complaint.
template <class Check>
void attempt(std::size_t row, Complaints& complaints, Check check) {
    try {
        check();
    } catch (const ValidationError& error) {
        complaints.add(row, error.what());
    } catch (const athanor::DataError& error) {
        complaints.add(row, error.message());
    }
}

int digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

void Complaints::add(std::size_t row, std::string text) {
    if (++total_ <= kept) {
        first_.push_back({row, std::move(text)});
    }
}

void Complaints::raise() {
    if (total_ != 0) {
        // Some are only found at the end of the file.
        std::ranges::stable_sort(first_, {}, &Complaint::row);
        throw ImportError(
            fmt::format("{} {} refused, nothing was imported", total_, total_ == 1 ? "value was" : "values were"),
            "correct the rows named above and import the file again", first_, total_);
    }
}

std::span<const ImportFormat::Name> ImportFormat::names(ImportProfile profile) {
    static constexpr Name native[] = {
        {"date", date, true},
        {"amount", amount, true},
        {"category", category, true},
        {"description", description, true},
        {"key", key, false},
        {"import_key", import_key, false},
        {"created_at", created_at, false},
        {"color", color, false},
        {"transfer_id", transfer_id, false},
    };
    static constexpr Name mint[] = {
        {"Date", date, true},         {"Description", description, true},
        {"Amount", amount, true},     {"Transaction Type", type, true},
        {"Category", category, true}, {"Account Name", account, true},
    };
    return profile == ImportProfile::mint ? std::span<const Name>(mint) : std::span<const Name>(native);
}

std::string_view ImportFormat::profile_name() const noexcept {
    return profile_ == ImportProfile::mint ? "mint" : "native";
}

ImportFormat::ImportFormat(ImportProfile profile, std::span<const std::string> header)
    : profile_(profile), header_(header.begin(), header.end()) {
    position_.fill(absent);
    find_columns(header);
    std::vector<std::string_view> missing;
    for (const Name& name : names(profile_)) {
        if (name.required && position_[name.column] == absent) {
            missing.push_back(name.text);
        }
    }
    if (!missing.empty()) {
        const bool mint_header = std::find(header.begin(), header.end(), "Transaction Type") != header.end();
        throw ValidationError(
            fmt::format("row 1: the header has no column {}", fmt::join(missing, ", ")),
            profile_ == ImportProfile::native && mint_header
                ? "it looks like an export of Mint: give --profile mint"
                : fmt::format("the first row names the columns; the profile {} needs them all", profile_name()));
    }
}

void ImportFormat::find_columns(std::span<const std::string> header) {
    std::vector<std::string> known;
    for (const Name& name : names(profile_)) {
        known.emplace_back(name.text);
    }
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto found = std::find(known.begin(), known.end(), header[i]);
        if (found == known.end()) {
            unknown.push_back(header[i]);
            continue;
        }
        auto& position = position_[names(profile_)[static_cast<std::size_t>(found - known.begin())].column];
        if (position != absent) {
            throw ValidationError(fmt::format("row 1: the header names {} twice", in_quotes(header[i])),
                                  "remove one of the two columns");
        }
        position = i;
    }
    // A misspelt "key" must not quietly become a column that nobody reads. With required columns missing, that is said
    // first.
    const bool complete = std::all_of(names(profile_).begin(), names(profile_).end(), [this](const Name& name) {
        return !name.required || position_[name.column] != absent;
    });
    if (profile_ == ImportProfile::native && complete && !unknown.empty()) {
        throw ValidationError(fmt::format("row 1: unknown column {}", in_quotes(unknown.front())),
                              suggestion(unknown.front(), known, fmt::format("columns: {}", fmt::join(known, ", "))));
    }
}

std::string_view ImportFormat::field(std::span<const std::string> fields, Column column) const {
    return position_[column] == absent ? std::string_view() : std::string_view(fields[position_[column]]);
}

bool ImportFormat::has_valid_bytes(std::span<const std::string> fields, std::size_t number,
                                   Complaints& complaints) const {
    bool valid = true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const char* problem = athanor::contains_nul(fields[i])     ? "contains a NUL character"
                              : !athanor::is_valid_utf8(fields[i]) ? "is not UTF-8"
                                                                   : nullptr;
        if (problem != nullptr) {
            complaints.add(number, fmt::format("the column {} {}", in_quotes(header_[i]), problem));
            valid = false;
        }
    }
    return valid;
}

athanor::Date ImportFormat::parse_day(std::string_view text) const {
    if (profile_ == ImportProfile::native) {
        return parse_date(text);
    }
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    if (second != std::string_view::npos) {
        const std::string_view month = text.substr(0, first);
        const std::string_view day = text.substr(first + 1, second - first - 1);
        const std::string_view year = text.substr(second + 1);
        const auto is_number = [](std::string_view part, std::size_t shortest, std::size_t longest) {
            return part.size() >= shortest && part.size() <= longest &&
                   part.find_first_not_of("0123456789") == std::string_view::npos;
        };
        if (is_number(month, 1, 2) && is_number(day, 1, 2) && is_number(year, 4, 4)) {
            const auto iso = fmt::format("{:04}-{:02}-{:02}", digits(year), digits(month), digits(day));
            if (const auto valid = athanor::Date::try_parse(iso)) {
                return *valid;
            }
        }
    }
    throw ValidationError(fmt::format("{} is not a date like 01/31/2018", in_quotes(text)));
}

ImportFormat::Outcome ImportFormat::read(std::span<const std::string> fields, std::size_t number, ImportRow& row,
                                         Complaints& complaints) const {
    const std::size_t before = complaints.total();
    if (fields.size() != header_.size()) {
        complaints.add(number, fmt::format("{} fields, but the header has {}", fields.size(), header_.size()));
        return Outcome::refused;
    }
    if (!has_valid_bytes(fields, number, complaints)) {
        return Outcome::refused;
    }
    if (profile_ == ImportProfile::mint) {
        const auto kind = field(fields, type);
        if (kind == "credit") {
            return Outcome::credit;
        }
        if (kind != "debit") {
            complaints.add(number, fmt::format("the transaction type {} is neither debit nor credit", in_quotes(kind)));
        }
    }
    row = ImportRow{};
    row.number = number;
    row.category = field(fields, category);
    row.description = field(fields, description);
    row.account = field(fields, account);
    attempt(number, complaints, [&] { row.date = parse_day(field(fields, date)); });
    const auto transfer = field(fields, transfer_id);
    attempt(number, complaints, [&] {
        const auto text = field(fields, amount);
        row.amount = transfer.empty() ? parse_amount(text) : parse_transfer_amount(text);
    });
    attempt(number, complaints, [&] { check_text("category", row.category, max_category); });
    attempt(number, complaints, [&] { check_text("description", row.description, max_description); });
    if (const auto text = field(fields, key); !text.empty()) {
        attempt(number, complaints, [&] { row.key = athanor::Uuid::parse(text); });
    }
    if (const auto text = field(fields, import_key); !text.empty()) {
        attempt(number, complaints, [&] { check_text("import_key", text, max_import_key); });
        row.import_key = text;
    }
    if (const auto text = field(fields, created_at); !text.empty()) {
        attempt(number, complaints, [&] { row.created_at = athanor::DateTime::parse(text); });
    }
    if (const auto text = field(fields, color); !text.empty()) {
        attempt(number, complaints, [&] { check_color(text); });
        row.color = text;
    }
    if (!transfer.empty()) {
        attempt(number, complaints, [&] { row.transfer_id = athanor::Uuid::parse(transfer); });
    }
    return complaints.total() == before ? Outcome::expense : Outcome::refused;
}

}  // namespace budget
