#include "engine/statement_log.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include <athanor/core/logging.hpp>

#include "engine/parameter_text.hpp"

namespace athanor::detail {

namespace {

constexpr std::string_view logger = "athanor.engine";

}  // namespace

StatementLog::StatementLog(std::span<const Execution> list, bool hide_parameters) : statements_(list.size()) {
    for (const auto& execution : list) {
        const auto parameters = parameter_text(execution, hide_parameters);
        const auto& sql = execution.statement->sql;
        log(LogLevel::info, logger, parameters.empty() ? sql : fmt::format("{} [parameters: {}]", sql, parameters));
    }
    start_ = std::chrono::steady_clock::now();
}

StatementLog::~StatementLog() {
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start_;
    fmt::basic_memory_buffer<char, 80> text;
    fmt::format_to(std::back_inserter(text), "[{} statement{} {} {:.3f} ms]", statements_, statements_ == 1 ? "" : "s",
                   succeeded_ ? "in" : "failed after", elapsed.count());
    log(LogLevel::info, logger, std::string_view(text.data(), text.size()));
}

}  // namespace athanor::detail
