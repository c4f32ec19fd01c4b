#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/orm.hpp>

namespace athanor::testing {

/// Valid UTF-8 that breaks programs which splice text into SQL, URLs, patterns or formats: each text once. Throws
/// std::runtime_error if the big list of naughty strings cannot be had.
const std::vector<std::string>& hostile_texts();

/// Keeps a database for one test alive and gives its URL.
using OpenDatabase = std::function<std::shared_ptr<void>(std::string& url)>;

struct HostileText : ::testing::TestWithParam<OpenDatabase> {
    HostileText();
    std::string url;
    std::shared_ptr<void> database;
    Engine engine;
};

}  // namespace athanor::testing
