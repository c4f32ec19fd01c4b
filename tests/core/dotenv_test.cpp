#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include <athanor/core/dotenv.hpp>
#include <athanor/core/error.hpp>

#include "support/temp_dir.hpp"

namespace athanor {
namespace {

/// A folder of its own and variables that nobody else uses, both gone afterwards.
class Dotenv : public ::testing::Test {
protected:
    void SetUp() override { clear(); }
    void TearDown() override { clear(); }

    int load(std::string_view content) { return load_dotenv(folder_.write(".env", content)); }

    std::string complaint(std::string_view content) {
        try {
            load(content);
        } catch (const ArgumentError& error) {
            return error.what();
        }
        return "nothing was thrown";
    }

private:
    static void clear() {
        for (const char* name : {"ATHANOR_T_A", "ATHANOR_T_B", "ATHANOR_T_C", "ATHANOR_T_D"}) {
            unsetenv(name);
        }
    }

    testing::TempDir folder_;
};

TEST_F(Dotenv, SetsVariablesAndCountsThem) {
    EXPECT_EQ(load("# a comment\n\nATHANOR_T_A=1\n  export ATHANOR_T_B = two words  # comment\nATHANOR_T_C=\n"), 3);
    EXPECT_EQ(env("ATHANOR_T_A"), "1");
    EXPECT_EQ(env("ATHANOR_T_B"), "two words");
    EXPECT_EQ(env("ATHANOR_T_C"), "");
}

TEST_F(Dotenv, NeverOverridesTheRealEnvironment) {
    setenv("ATHANOR_T_A", "real", 1);
    EXPECT_EQ(load("ATHANOR_T_A=file\nATHANOR_T_B=file\n"), 1);
    EXPECT_EQ(env("ATHANOR_T_A"), "real");
    EXPECT_EQ(env("ATHANOR_T_B"), "file");
}

TEST_F(Dotenv, TakesTheFirstOfTwoEqualNames) {
    EXPECT_EQ(load("ATHANOR_T_A=first\nATHANOR_T_A=second\n"), 1);
    EXPECT_EQ(env("ATHANOR_T_A"), "first");
}

TEST_F(Dotenv, ReadsQuotes) {
    EXPECT_EQ(load("ATHANOR_T_A='a \\n # $b '\nATHANOR_T_B=\"a\\n\\\"b\\\" \\\\ # \\$\"  # comment\nATHANOR_T_C=''"),
              3);
    EXPECT_EQ(env("ATHANOR_T_A"), "a \\n # $b ");
    EXPECT_EQ(env("ATHANOR_T_B"), "a\n\"b\" \\ # $");
    EXPECT_EQ(env("ATHANOR_T_C"), "");
}

TEST_F(Dotenv, KeepsAHashInsideAWord) {
    EXPECT_EQ(load("ATHANOR_T_A=postgresql://u:p#x@h/db?a=b#c\nATHANOR_T_B=#nothing\n"), 2);
    EXPECT_EQ(env("ATHANOR_T_A"), "postgresql://u:p#x@h/db?a=b#c");
    EXPECT_EQ(env("ATHANOR_T_B"), "");
}

TEST_F(Dotenv, ReadsFilesFromOtherSystems) {
    EXPECT_EQ(load("\xEF\xBB\xBF"
                   "ATHANOR_T_A=1\r\n\r\nATHANOR_T_B=\"2\"\r\n"),
              2);
    EXPECT_EQ(env("ATHANOR_T_A"), "1");
    EXPECT_EQ(env("ATHANOR_T_B"), "2");
}

TEST_F(Dotenv, NamesTheBadLineButNeverItsContent) {
    for (const char* bad : {"hunter2", "=hunter2", "1A=hunter2", "ATHANOR_T_B='hunter2", "ATHANOR_T_B=\"hunter2\\q\"",
                            "ATHANOR_T_B=\"hunter2\" more", "export", "ATHANOR-T=hunter2", "ATHANOR_T_B=\"hunter2\\"}) {
        const auto text = complaint("ATHANOR_T_A=1\n# comment\n" + std::string(bad) + "\n");
        EXPECT_NE(text.find("line 3 of the .env file "), std::string::npos) << bad << ": " << text;
        EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
        EXPECT_EQ(env("ATHANOR_T_A"), std::nullopt) << "nothing is set from a bad file";
    }
    EXPECT_NE(complaint(std::string_view("ATHANOR_T_A=a\0b", 15)).find("line 1 of"), std::string::npos);
}

TEST_F(Dotenv, TreatsAMissingFileAsEmpty) {
    const testing::TempDir empty;
    EXPECT_EQ(load_dotenv(empty / ".env"), 0);
    EXPECT_THROW(load_dotenv(empty.path()), ArgumentError);
}

TEST_F(Dotenv, ReadsTheEnvironmentWithAFallback) {
    EXPECT_EQ(env("ATHANOR_T_D"), std::nullopt);
    EXPECT_EQ(env("ATHANOR_T_D", "fallback"), "fallback");
    setenv("ATHANOR_T_D", "", 1);
    EXPECT_EQ(env("ATHANOR_T_D", "fallback"), "");
}

}  // namespace
}  // namespace athanor
