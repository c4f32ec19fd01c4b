// docs/errors.md explains every error that the library can throw, and no other.

#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "docs/pages.hpp"

using namespace athanor;
using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

template <class... E>
std::map<std::string, std::string> names_by_code() {
    return {{std::string(E("x").code()), std::string(E("x").name())}...};
}

std::map<std::string, std::string> all_errors() {
    return names_by_code<Error, ArgumentError, NoSuchModuleError, CompileError, InvalidRequestError, NoResultFound,
                         MultipleResultsFound, PendingRollbackError, ResourceClosedError, DetachedInstanceError,
                         athanor::TimeoutError, CircularDependencyError, FlushError, StaleDataError, ThreadError,
                         StatementError, DBAPIError, InterfaceError, DatabaseError, DataError, OperationalError,
                         IntegrityError, InternalError, ProgrammingError, NotSupportedError, CommitUnknownError>();
}

std::map<std::string, std::string> explained_errors() {
    std::map<std::string, std::string> found;
    const std::regex row(R"(^\| `([a-z_]+)` \| `([A-Za-z]+)` \| .{10,} \| .{10,} \|$)");
    std::smatch match;
    for (const auto& line : lines_of(read_project_file("docs/errors.md"))) {
        if (std::regex_match(line, match, row)) {
            EXPECT_TRUE(found.emplace(match[1], match[2]).second) << match[1] << " is there twice";
        }
    }
    return found;
}

}  // namespace

TEST(ErrorsPage, ExplainsEveryErrorAndNoOther) { EXPECT_EQ(explained_errors(), all_errors()); }

TEST(ErrorsPage, TheListOfThisTestHoldsEveryClassOfTheHeader) {
    std::set<std::string> declared;
    const auto header = read_project_file("include/athanor/core/error.hpp");
    const std::regex declaration(R"(class (\w+) : public )");
    for (std::sregex_iterator match(header.begin(), header.end(), declaration), end; match != end; ++match) {
        declared.insert((*match)[1]);
    }
    std::set<std::string> listed;
    for (const auto& [code, name] : all_errors()) {
        listed.insert(name);
    }
    EXPECT_EQ(listed, declared);
}

TEST(ErrorsPage, EveryErrorThatItExplainsIsThrownByTheLibrary) {
    std::string sources;
    for (const auto* folder : {"src", "include"}) {
        for (const auto& entry : fs::recursive_directory_iterator(project_folder() / folder)) {
            if (entry.is_regular_file() && entry.path().stem() != "error") {
                sources += read_project_file(fs::relative(entry.path(), project_folder()));
            }
        }
    }
    for (const auto& [code, name] : all_errors()) {
        if (name != "StatementError" && name != "DBAPIError") {  // the page says that these are for catching only
            const std::regex thrown("(throw |throw athanor::|<)" + name + "\\b");
            EXPECT_TRUE(std::regex_search(sources, thrown)) << "nothing throws " << name;
        }
    }
}

TEST(ErrorsPage, ExplainsEverySortOfIntegrityError) {
    const auto page = read_project_file("docs/errors.md");
    const auto header = read_project_file("include/athanor/core/error_details.hpp");
    const std::regex declaration(R"(enum class IntegrityKind \{ ([a-z_, ]+) \})");
    std::smatch kinds;
    ASSERT_TRUE(std::regex_search(header, kinds, declaration));
    const std::string names = kinds[1];
    const std::regex word("[a-z_]+");
    for (std::sregex_iterator kind(names.begin(), names.end(), word), end; kind != end; ++kind) {
        EXPECT_NE(page.find("| `IntegrityKind::" + kind->str() + "` |"), std::string::npos) << kind->str();
    }
}

TEST(ErrorsPage, ShowsAnErrorAsItIs) {
    const Engine engine = create_engine("sqlite://");
    auto connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE categories (name TEXT UNIQUE)");
    const Value food[] = {"Food"};
    connection.exec_driver_sql("INSERT INTO categories (name) VALUES (?)", food);
    try {
        connection.exec_driver_sql("INSERT INTO categories (name) VALUES (?)", food);
        FAIL() << "the name is there already";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(blocks(read_project_file("docs/errors.md")).at(0).text, error.what() + std::string("\n"));
    }
}

TEST(ErrorsPage, IsWhereErrorsPointTo) {
    EXPECT_NE(std::string(DataError("x").what()).find("(code: data_error, see docs/errors.md)"), std::string::npos);
}
