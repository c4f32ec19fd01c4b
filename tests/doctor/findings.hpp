#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <athanor/engine/diagnose.hpp>

namespace athanor {

inline void PrintTo(const Finding& finding, std::ostream* out) {
    *out << fmt::format("{} {}: {} / {}", to_string(finding.state), finding.name, finding.text, finding.remedy);
}

}  // namespace athanor

namespace athanor::testing {

/// The finding of that name; a failed one of another name if it is not there.
inline Finding find(const std::vector<Finding>& findings, const std::string& name) {
    for (const auto& finding : findings) {
        if (finding.name == name) {
            return finding;
        }
    }
    return {"nothing is called " + name, FindingState::failed, ::testing::PrintToString(findings), ""};
}

inline std::vector<std::string> names_of(const std::vector<Finding>& findings) {
    std::vector<std::string> names;
    for (const auto& finding : findings) {
        names.push_back(finding.name);
    }
    return names;
}

/// A finding with this state, whose text and remedy contain these words.
inline auto Says(FindingState state, const std::string& text, const std::string& remedy = "") {
    return ::testing::AllOf(::testing::Field("state", &Finding::state, state),
                            ::testing::Field("text", &Finding::text, ::testing::HasSubstr(text)),
                            ::testing::Field("remedy", &Finding::remedy, ::testing::HasSubstr(remedy)));
}

}  // namespace athanor::testing
