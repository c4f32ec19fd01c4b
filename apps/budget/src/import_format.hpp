#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/date.hpp>
#include <athanor/core/date_time.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/uuid.hpp>

#include <budget/csv_import.hpp>
#include <budget/errors.hpp>

namespace budget {

/// An expense as a row of a file has it, checked.
struct ImportRow {
    athanor::Date date;
    athanor::Decimal amount;
    std::string category;
    std::string description;
    std::string account;
    std::optional<athanor::Uuid> key;
    std::optional<std::string> import_key;
    std::optional<athanor::DateTime> created_at;
    std::optional<std::string> color;
    std::optional<athanor::Uuid> transfer_id;
    std::size_t number = 0;
};

/// Gathers what is wrong with a file: the first hundred complaints that are met, and how many there are.
class Complaints {
public:
    static constexpr std::size_t kept = 100;
    void add(std::size_t row, std::string text);
    [[nodiscard]] std::size_t total() const noexcept { return total_; }
    /// @throws ImportError, with the complaints by row, if there is any.
    void raise();

private:
    std::vector<Complaint> first_;
    std::size_t total_ = 0;
};

/// Turns the fields of a record into an ImportRow, for the columns that a file's header names.
class ImportFormat {
public:
    /// @throws ValidationError if a column is missing, unknown (in the native format) or named twice.
    ImportFormat(ImportProfile profile, std::span<const std::string> header);

    enum class Outcome { expense, credit, refused };
    /// Complains about everything that is wrong with the row.
    Outcome read(std::span<const std::string> fields, std::size_t number, ImportRow& row, Complaints& complaints) const;

    [[nodiscard]] std::string_view profile_name() const noexcept;
    /// Whether the file has a column for keys or import keys.
    [[nodiscard]] bool has_keys() const noexcept { return position_[key] != absent || position_[import_key] != absent; }

private:
    enum Column {
        date,
        amount,
        category,
        description,
        type,
        account,
        key,
        import_key,
        created_at,
        color,
        transfer_id,
        columns
    };
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);

    struct Name {
        std::string_view text;
        Column column;
        bool required;
    };
    static std::span<const Name> names(ImportProfile profile);
    void find_columns(std::span<const std::string> header);
    /// The field of a column; nothing for an empty one.
    [[nodiscard]] std::string_view field(std::span<const std::string> fields, Column column) const;
    [[nodiscard]] bool has_valid_bytes(std::span<const std::string> fields, std::size_t number,
                                       Complaints& complaints) const;
    [[nodiscard]] athanor::Date parse_day(std::string_view text) const;

    ImportProfile profile_;
    std::vector<std::string> header_;
    std::array<std::size_t, columns> position_{};
};

}  // namespace budget
