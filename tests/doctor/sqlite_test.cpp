#include <athanor/engine/engine.hpp>
#include <athanor/orm.hpp>

#include "doctor/findings.hpp"
#include "support/temp_dir.hpp"

namespace athanor::testing {
namespace {

using ::testing::ElementsAre;
using State = FindingState;

struct Note : Model<Note> {
    static constexpr auto table_name = "notes";
    Mapped<int, primary_key> id;
};
struct Tag : Model<Tag> {
    static constexpr auto table_name = "tags";
    Mapped<int, primary_key> id;
};
using Notes = Schema<Note>;
using NotesAndTags = Schema<Note, Tag>;

class SqliteDoctor : public ::testing::Test {
protected:
    TempDir folder;
};

TEST_F(SqliteDoctor, FindsAllWellInAFileWithItsTables) {
    Notes::create_all(create_engine(folder.sqlite_url()));
    const auto findings = diagnose(folder.sqlite_url(), {}, &Notes::metadata());
    EXPECT_THAT(names_of(findings), ElementsAre("url", "file", "connect", "server", "journal", "foreign keys", "access",
                                                "round trip", "schema"));
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.state, State::ok) << ::testing::PrintToString(finding);
        EXPECT_EQ(finding.remedy, "");
    }
    EXPECT_FALSE(any_failed(findings));
    EXPECT_THAT(find(findings, "journal"), Says(State::ok, "wal"));
    EXPECT_THAT(find(findings, "round trip"), Says(State::ok, "ms (median of 5)"));
}

TEST_F(SqliteDoctor, MakesNoFile) {
    const auto findings = diagnose(folder.sqlite_url("none.db"));
    EXPECT_THAT(names_of(findings), ElementsAre("url", "file"));
    EXPECT_THAT(find(findings, "file"), Says(State::failed, "there is no file", "connecting makes it"));
    EXPECT_TRUE(any_failed(findings));
    EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
    EXPECT_THAT(find(diagnose("sqlite:////no/such/folder/x.db"), "file"), Says(State::failed, "/no/such/folder"));
    EXPECT_THAT(find(diagnose("sqlite:///" + folder.path().string()), "file"), Says(State::failed, "is not a file"));
}

TEST_F(SqliteDoctor, SaysWhichTablesAreMissing) {
    Notes::create_all(create_engine(folder.sqlite_url()));
    EXPECT_THAT(find(diagnose(folder.sqlite_url(), {}, &NotesAndTags::metadata()), "schema"),
                Says(State::failed, "tables are missing: tags", "create_all"));
    (void)create_engine(folder.sqlite_url("empty.db")).connect();
    EXPECT_THAT(find(diagnose(folder.sqlite_url("empty.db"), {}, &Notes::metadata()), "schema"),
                Says(State::failed, "not there yet"));
}

TEST_F(SqliteDoctor, AFileThatIsNoDatabaseIsReported) {
    folder.write("text.db", std::string(2000, 'x'));
    EXPECT_THAT(find(diagnose(folder.sqlite_url("text.db")), "connect"), Says(State::failed, "not a SQLite database"));
}

TEST_F(SqliteDoctor, AFileThatIsOpenedForReadingOnlyIsAWarning) {
    {
        auto connection = create_engine(folder.sqlite_url()).connect();
        connection.exec_driver_sql("CREATE TABLE x (y INTEGER)");
        connection.commit();
    }
    const auto findings = diagnose(folder.sqlite_url() + "?mode=ro");
    EXPECT_THAT(find(findings, "access"), Says(State::warning, "reading only", "mode=ro"));
    EXPECT_FALSE(any_failed(findings));
}

TEST_F(SqliteDoctor, LooksIntoMemory) { EXPECT_THAT(find(diagnose("sqlite://"), "file"), Says(State::ok, "memory")); }

TEST_F(SqliteDoctor, ReportsWhatIsWrongWithTheUrlAndTheOptionsAndDoesNotThrow) {
    EXPECT_THAT(diagnose("no url with sesame"), ElementsAre(Says(State::failed, "")));
    EXPECT_EQ(find(diagnose("no url with sesame"), "url").text.find("sesame"), std::string::npos);
    EXPECT_THAT(find(diagnose("oracle://host/name"), "url"), Says(State::failed, "no dialect named", "built in"));
    EXPECT_THAT(find(diagnose("sqlite://", {.pool_size = -1}), "url"), Says(State::failed, "pool_size is -1"));
    EXPECT_THAT(find(diagnose("sqlite:///x.db?what=1"), "file"), Says(State::failed, ""));
}

}  // namespace
}  // namespace athanor::testing
