#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

struct DriverCopy : PostgresDriverTest {
    Engine engine = create_engine(database.url());
    DriverCopy() { database.execute("CREATE TABLE t (a integer, b text)"); }
    std::string count() { return database.scalar("SELECT count(*) FROM t"); }
};

constexpr const char* in = "COPY t (a, b) FROM STDIN WITH (FORMAT csv)";
constexpr const char* out = "COPY (SELECT * FROM t ORDER BY a) TO STDOUT WITH (FORMAT csv)";

/// `rows` lines of CSV, then the end.
class Lines final : public CopySource {
public:
    explicit Lines(int rows) : rows_(rows) {}
    std::string_view next() override {
        if (given == rows_) {
            return {};
        }
        line_ = std::to_string(given) + ",row " + std::to_string(given) + "\n";
        ++given;
        return line_;
    }
    int given = 0;

private:
    int rows_;
    std::string line_;
};

/// The same piece once.
class Once {
public:
    explicit Once(std::string piece) : piece_(std::move(piece)) {}
    std::string_view operator()() { return given_++ == 0 ? std::string_view(piece_) : std::string_view(); }

private:
    std::string piece_;
    int given_ = 0;
};

}  // namespace

TEST_F(DriverCopy, AHundredThousandRowsGoInAndComeOut) {
    auto connection = engine.connect();
    Lines lines(100'000);
    EXPECT_EQ(connection.copy_in(in, lines), 100'000);
    EXPECT_EQ(count(), "0");
    connection.commit();
    EXPECT_EQ(count(), "100000");

    std::string all;
    std::size_t pieces = 0;
    EXPECT_EQ(connection.copy_out(out,
                                  [&](std::string_view piece) {
                                      all += piece;
                                      ++pieces;
                                  }),
              100'000);
    EXPECT_EQ(pieces, 100'000U);
    EXPECT_TRUE(all.starts_with("0,row 0\n1,row 1\n"));
    EXPECT_TRUE(all.ends_with("99999,row 99999\n"));
    connection.rollback();
    EXPECT_EQ(query(connection, statement("SELECT count(*) FROM t")), Rows{{100'000}});
}

TEST_F(DriverCopy, ADuplicateKeyShowsItsValueUnlessParametersAreHidden) {
    database.execute("ALTER TABLE t ADD UNIQUE (b)");
    for (const bool hide : {false, true}) {
        EngineOptions options;
        options.hide_parameters = hide;
        auto connection = create_engine(database.url(), options).connect();
        try {
            connection.copy_in(in, Once("1,hush-hush\n2,hush-hush\n"));
            FAIL() << "the same key was taken twice";
        } catch (const IntegrityError& error) {
            EXPECT_EQ(error.details().constraint, "t_b_key");
            EXPECT_EQ(std::string_view(error.what()).find("hush-hush") == std::string_view::npos, hide) << error.what();
        }
    }
}

TEST_F(DriverCopy, APieceNeedNotEndWhereARowEnds) {
    auto connection = engine.connect();
    std::string text;
    for (int i = 0; i < 50'000; ++i) {
        text += std::to_string(i) + ",a word\n";
    }
    EXPECT_EQ(connection.copy_in(in, Once(text)), 50'000);
    std::string_view left = "7,sev";
    int call = 0;
    EXPECT_EQ(connection.copy_in(in,
                                 [&] {
                                     ++call;
                                     return call == 1 ? left : call == 2 ? std::string_view("en\n8,eight") : "";
                                 }),
              2);
    EXPECT_EQ(query(connection, statement("SELECT b FROM t WHERE b <> 'a word' ORDER BY a")),
              (Rows{{"seven"}, {"eight"}}));
}

TEST_F(DriverCopy, ARollbackTakesItBack) {
    auto connection = engine.connect();
    Lines lines(10);
    connection.copy_in(in, lines);
    connection.rollback();
    EXPECT_EQ(count(), "0");
}

TEST_F(DriverCopy, NoRowsAreNoRows) {
    auto connection = engine.connect();
    Lines none(0);
    EXPECT_EQ(connection.copy_in(in, none), 0);
    EXPECT_EQ(connection.copy_out(out, [](std::string_view) { FAIL(); }), 0);
    connection.commit();
}

TEST_F(DriverCopy, ABadRowInTheMiddleIsADataErrorAndNothingIsKept) {
    auto connection = engine.connect();
    run(connection, "INSERT INTO t VALUES (-1, 'before')");
    int row = 0;
    std::string line;
    const auto details = details_of<DataError>([&] {
        connection.copy_in(in, [&] {
            line = ++row == 50'000 ? "five,x\n" : row > 100'000 ? "" : std::to_string(row) + ",x\n";
            return std::string_view(line);
        });
    });
    EXPECT_EQ(details.sqlstate, "22P02");
    EXPECT_EQ(details.statement, in);
    EXPECT_FALSE(details.connection_invalidated);
    EXPECT_THROW(run(connection, "SELECT 1"), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST_F(DriverCopy, AnExceptionOfTheSourceEndsItAndIsPassedOn) {
    auto connection = engine.connect();
    int row = 0;
    std::string line;
    try {
        connection.copy_in(in, [&] {
            if (++row == 20'000) {
                throw std::runtime_error("the disk is gone");
            }
            line = std::to_string(row) + ",x\n";
            return std::string_view(line);
        });
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "the disk is gone");
    }
    EXPECT_TRUE(connection.in_transaction());
    EXPECT_THROW(connection.commit(), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST_F(DriverCopy, AnExceptionOfTheSinkEndsItAndIsPassedOn) {
    auto connection = engine.connect();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THROW(connection.copy_out("COPY (SELECT generate_series(1, 100000000)) TO STDOUT",
                                     [](std::string_view) { throw std::runtime_error("enough"); }),
                 std::runtime_error);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    connection.rollback();
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST_F(DriverCopy, WithoutATransactionNothingOfABrokenCopyIsKeptEither) {
    auto connection = connect();
    auto* const copy = connection->copy_support();
    ASSERT_NE(copy, nullptr);
    Lines lines(100);
    EXPECT_EQ(copy->copy_in(in, lines), 100);
    EXPECT_EQ(count(), "100");
    struct Broken final : CopySource {
        std::string_view next() override {
            if (++calls > 10) {
                throw 7;
            }
            return "1,x\n";
        }
        int calls = 0;
    } broken;
    EXPECT_THROW(copy->copy_in(in, broken), int);
    EXPECT_EQ(count(), "100");
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(value_of(*connection, "SELECT 1"), Value(1));
}

TEST_F(DriverCopy, OtherStatementsAndTheOtherDirectionAreRefused) {
    auto connection = engine.connect();
    Lines lines(1);
    EXPECT_THROW(connection.copy_in("DELETE FROM t", lines), ArgumentError);
    connection.rollback();
    EXPECT_THAT(details_of<ProgrammingError>([&] { connection.copy_in(out, lines); }).message, HasSubstr("FROM STDIN"));
    connection.rollback();
    EXPECT_THAT(details_of<ProgrammingError>([&] { connection.copy_out(in, [](std::string_view) {}); }).message,
                HasSubstr("TO STDOUT"));
    connection.rollback();
    EXPECT_THROW(connection.copy_in("COPY nowhere FROM STDIN", lines), ProgrammingError);
    connection.rollback();
    EXPECT_THROW(connection.copy_in("COPY t FROM STDIN; SELECT 1", lines), ProgrammingError);
    connection.rollback();
    EXPECT_EQ(lines.given, 0);
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST_F(DriverCopy, AServerThatEndsTheConnectionInTheMiddleIsALoss) {
    auto connection = engine.connect();
    run(connection, "INSERT INTO t VALUES (-1, 'before')");
    int row = 0;
    const auto details = details_of<OperationalError>([&] {
        connection.copy_in(in, [&] {
            if (++row == 1000) {
                kill_others();
            }
            return row > 1'000'000 ? std::string_view() : std::string_view("1,x\n");
        });
    });
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_LT(row, 1'000'000);
    connection.rollback();
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
}

TEST_F(DriverCopy, ARawCopyIsRefusedAndItsConnectionReplaced) {
    for (const auto* raw : {in, out}) {
        database.execute("INSERT INTO t VALUES (1, 'x')");
        auto connection = engine.connect();
        const auto details = details_of<ProgrammingError>([&] { connection.exec_driver_sql(raw); });
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_THAT(details.hint, HasSubstr("copy_in()"));
        connection.rollback();
        EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    }
}

TEST_F(DriverCopy, IsLoggedAndCountedLikeAStatement) {
    auto connection = engine.connect();
    run(connection, "SELECT 1");
    const auto before = engine.statistics().driver;
    Lines lines(10);
    connection.copy_in(in, lines);
    const auto after = engine.statistics().driver;
    EXPECT_EQ(after.round_trips - before.round_trips, 1U);
    EXPECT_EQ(after.executed - before.executed, 1U);
}

}  // namespace athanor::testing
