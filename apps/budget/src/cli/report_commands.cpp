#include <budget/database.hpp>
#include <budget/reports.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "cli/context.hpp"
#include "cli/format.hpp"

namespace budget::cli {

namespace {

std::optional<athanor::Date> parse_optional_date(const std::optional<std::string>& text) {
    return text ? std::optional(parse_date(*text)) : std::nullopt;
}

std::string render(const Context& context, Json about, const Spending& spending, bool csv) {
    if (csv) {
        return to_csv(spending);
    }
    return context.options.json ? to_line(to_json(std::move(about), spending)) : to_table(spending, context.look);
}

Json iso(const std::optional<athanor::Date>& date) { return date ? Json(date->to_string()) : Json(nullptr); }

}  // namespace

std::string answer(const Context& context, const SummaryCommand& command) {
    const auto month = parse_month(command.month);
    Spending spending;
    transact(context.reports, [&](athanor::Session& session) {
        spending = summarize_month(session, choose_user(session, context.options.user), month);
    });
    return render(context, {{"month", month.to_string()}}, spending, command.csv);
}

std::string answer(const Context& context, const CategoriesCommand& command) {
    const auto from = parse_optional_date(command.from);
    const auto to = parse_optional_date(command.to);
    Spending spending;
    transact(context.reports, [&](athanor::Session& session) {
        spending = spending_by_category(session, choose_user(session, context.options.user), from, to);
    });
    return render(context, {{"from", iso(from)}, {"to", iso(to)}}, spending, command.csv);
}

}  // namespace budget::cli
