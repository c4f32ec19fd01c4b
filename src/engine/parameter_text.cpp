#include "engine/parameter_text.hpp"

#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include <athanor/core/redaction.hpp>

namespace athanor::detail {

namespace {

constexpr std::size_t max_rows = 10;
constexpr std::size_t most_copied = 65'536;
constexpr std::size_t most_shown = 300;

class TextBinder final : public Binder {
public:
    TextBinder(std::string& out, const std::vector<Type>& types) : out_(out), types_(types) {}

    void null() override { add(Value()); }
    void boolean(bool value) override { add(Value(value)); }
    void integer(std::int64_t value) override { add(Value(value)); }
    void real(double value) override { add(Value(value)); }
    void text(std::string_view value) override {
        const auto rest = rest_of(value.size());
        const auto shown = value.substr(0, value.size() - rest);
        add(Value(shown), rest);
    }
    void bytes(std::span<const std::byte> value) override {
        const auto rest = rest_of(value.size());
        const auto shown = value.first(value.size() - rest);
        add(Value(Bytes(shown.begin(), shown.end())), rest);
    }
    void decimal(const Decimal& value) override { add(Value(value)); }
    void date(Date value) override { add(Value(value)); }
    void date_time(DateTime value) override { add(Value(value)); }
    void uuid(const Uuid& value) override { add(Value(value)); }

private:
    /// What of a long value is not even copied, since only its beginning is shown.
    static std::size_t rest_of(std::size_t size) { return size > most_copied ? size - most_shown : 0; }

    void add(const Value& value, std::size_t rest = 0) {
        if (index_ != 0) {
            out_ += ", ";
        }
        const bool secret = index_ < types_.size() && types_[index_].secret;
        if (secret && !value.is_null()) {
            out_ += redacted;
        } else {
            out_ += value.to_string();
            if (rest > 0) {
                out_ += fmt::format("... ({} more bytes)", rest);
            }
        }
        ++index_;
    }

    std::string& out_;
    const std::vector<Type>& types_;
    std::size_t index_ = 0;
};

void add_row(std::string& out, const Execution& execution, std::size_t row) {
    out += '(';
    TextBinder binder(out, execution.statement->parameters);
    execution.parameters->bind(row, binder);
    out += ')';
}

std::string all_rows(const Execution& execution) {
    const auto rows = execution.parameters->rows();
    std::string out;
    if (rows == 0) {
        return out;
    }
    if (rows == 1) {
        add_row(out, execution, 0);
        return out;
    }
    out += '[';
    for (std::size_t i = 0; i < std::min(rows, max_rows); ++i) {
        if (i != 0) {
            out += ", ";
        }
        add_row(out, execution, i);
    }
    if (rows > max_rows) {
        out += fmt::format(", and {} more rows", rows - max_rows);
    }
    out += ']';
    return out;
}

}  // namespace

std::string parameter_text(const Execution& execution, bool hide, std::optional<std::size_t> row) {
    if (execution.parameters == nullptr || execution.statement->parameters.empty()) {
        return "";
    }
    if (hide) {
        return "hidden by hide_parameters";
    }
    try {
        if (!row || *row >= execution.parameters->rows()) {
            return all_rows(execution);
        }
        std::string out;
        add_row(out, execution, *row);
        return out;
    } catch (const std::exception&) {
        return "could not be shown";
    }
}

void raise_in(const Execution& execution, const Error& error, bool hide, std::optional<std::size_t> row) {
    error.raise_with_statement(execution.statement->sql, parameter_text(execution, hide, row));
}

}  // namespace athanor::detail
