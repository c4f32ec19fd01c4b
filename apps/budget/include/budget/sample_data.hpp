#pragma once

#include <cstddef>
#include <string_view>

#include <athanor/orm/session.hpp>

namespace budget {

inline constexpr std::string_view sample_email = "you@example.com";

/// How much of the sample data was new.
struct SampleReport {
    std::size_t users = 0;
    std::size_t categories = 0;
    std::size_t expenses = 0;
};

/// Adds a user, some categories and a dozen expenses of January 2026, each with a fixed key: what is there already is
/// left as it is.
SampleReport add_sample_data(athanor::Session& session);

}  // namespace budget
