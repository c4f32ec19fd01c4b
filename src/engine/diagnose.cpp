#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/diagnose.hpp>
#include <athanor/engine/dialect.hpp>

#include "engine/engine_options.hpp"
#include "engine/finding_list.hpp"
#include "engine/other_urls.hpp"

namespace athanor {

namespace {

constexpr std::size_t measured_trips = 5;
constexpr double slow_trip = 50;  // milliseconds; beyond it a page of ten statements takes half a second

/// Milliseconds.
double round_trip(DriverConnection& connection) {
    std::array<double, measured_trips> times{};
    for (auto& time : times) {
        const auto begin = std::chrono::steady_clock::now();
        static_cast<void>(detail::answers(connection, "SELECT 1"));
        time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    }
    std::nth_element(times.begin(), times.begin() + measured_trips / 2, times.end());
    return times[measured_trips / 2];
}

Finding look_at_round_trip(DriverConnection& connection) {
    const double time = round_trip(connection);
    const auto text = fmt::format("{:.1f} ms (median of {})", time, measured_trips);
    if (time < slow_trip) {
        return {"round trip", FindingState::ok, text, ""};
    }
    return {"round trip", FindingState::warning, text,
            "run the program nearer to the database, in the same region: each statement waits that long"};
}

Finding look_at_schema(DriverConnection& connection, const Dialect& dialect, const MetaData& metadata) {
    const auto names = detail::answers(connection, *dialect.compile_table_names());
    std::vector<std::string> missing;
    for (const auto* table : metadata.sorted().tables) {
        if (std::find(names.begin(), names.end(), table->name()) == names.end()) {
            missing.push_back(table->name());
        }
    }
    const auto count = metadata.sorted().tables.size();
    if (missing.empty()) {
        return {"schema", FindingState::ok, fmt::format("all {} tables are there", count), ""};
    }
    return {"schema", FindingState::failed,
            missing.size() == count ? "the tables are not there yet"
                                    : fmt::format("tables are missing: {}", fmt::join(missing, ", ")),
            "create them with create_all"};
}

void look(std::string_view text, const EngineOptions& options, const MetaData* metadata,
          std::vector<Finding>& findings) {
    const auto url = make_url(text);
    const auto dialect = DialectRegistry::instance().get(url.dialect());
    detail::check_options(options);
    detail::check_other_urls(url, options);
    findings.push_back({"url", FindingState::ok, url.to_string(), ""});
    const auto connection = dialect->diagnose(url, options, findings);
    if (!connection) {
        return;
    }
    findings.push_back(look_at_round_trip(*connection));
    if (metadata != nullptr) {
        findings.push_back(look_at_schema(*connection, *dialect, *metadata));
    }
}

}  // namespace

std::unique_ptr<DriverConnection> Dialect::diagnose(const URL& url, const EngineOptions& options,
                                                    std::vector<Finding>& findings) const {
    try {
        auto connection = connect(url, options);
        findings.push_back({"connect", FindingState::ok, "connected", ""});
        findings.push_back(
            {"server", FindingState::ok, fmt::format("{} {}", name(), connection->server_version()), ""});
        return connection;
    } catch (const Error& error) {
        findings.push_back(detail::failure("connect", error));
        return nullptr;
    }
}

std::string_view to_string(FindingState state) noexcept {
    switch (state) {
    case FindingState::ok:
        return "ok";
    case FindingState::warning:
        return "warning";
    case FindingState::failed:
        break;
    }
    return "failed";
}

std::vector<Finding> diagnose(std::string_view url, const EngineOptions& options, const MetaData* metadata) {
    std::vector<Finding> findings;
    try {
        look(url, options, metadata, findings);
    } catch (const Error& error) {
        findings.push_back(detail::failure(findings.empty() ? "url" : "answer", error));
    }
    return findings;
}

bool any_failed(const std::vector<Finding>& findings) noexcept {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.state == FindingState::failed; });
}

}  // namespace athanor
