#include <fmt/format.h>

#include <athanor/engine/diagnose.hpp>

#include <budget/models.hpp>
#include <budget/validation.hpp>

#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/format.hpp"

namespace budget::cli {

namespace {

constexpr std::size_t name_width = 15;

/// In the words of this program, where the library speaks of its own calls.
void reword(athanor::Finding& finding) {
    if (finding.state == athanor::FindingState::ok) {
        return;
    }
    if (finding.name == "schema" || (finding.name == "file" && finding.text.starts_with("there is no file"))) {
        finding.remedy = "create the tables with: budget init";
    } else if (finding.name == "pooler") {
        finding.remedy += "; budget takes it from DATABASE_DIRECT_URL, in the environment or in .env";
    }
}

std::string to_text(const std::vector<athanor::Finding>& findings) {
    std::string text;
    for (const auto& finding : findings) {
        text +=
            fmt::format("{:<8} {:<{}} {}\n", to_string(finding.state), finding.name, name_width, shown(finding.text));
        if (!finding.remedy.empty()) {
            text += fmt::format("{:<8} {:<{}} {}\n", "", "", name_width, shown(finding.remedy));
        }
    }
    return text;
}

Json to_json(const std::vector<athanor::Finding>& findings) {
    Json list = Json::array();
    for (const auto& finding : findings) {
        list.push_back({{"name", finding.name},
                        {"state", to_string(finding.state)},
                        {"text", finding.text},
                        {"remedy", finding.remedy}});
    }
    return list;
}

}  // namespace

Examined examine(const GlobalOptions& options) {
    const auto settings = read_settings(options);
    auto findings = athanor::diagnose(settings.url, settings.options, &BudgetSchema::metadata());
    for (auto& finding : findings) {
        reword(finding);
    }
    const bool failed = any_failed(findings);
    return {options.json ? to_line({{"healthy", !failed}, {"findings", to_json(findings)}}) : to_text(findings),
            failed ? exit_unreachable : exit_done};
}

std::string answer(const Context& context, const DoctorCommand&) { return examine(context.options).text; }

}  // namespace budget::cli
