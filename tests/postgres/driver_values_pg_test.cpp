#include <sys/mman.h>
#include <sys/resource.h>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

/// The most memory that this process has had so far, in bytes.
std::int64_t most_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::int64_t{usage.ru_maxrss} * 1024;
}

/// Bytes that take no memory; reading the first page alone does no harm.
class NoMemory {
public:
    explicit NoMemory(std::size_t size)
        : size_(size), start_(mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
        if (start_ == MAP_FAILED) {
            throw std::runtime_error("no room for an empty mapping");
        }
    }
    ~NoMemory() { munmap(start_, size_); }
    NoMemory(const NoMemory&) = delete;
    NoMemory& operator=(const NoMemory&) = delete;
    [[nodiscard]] std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(start_), size_}; }

private:
    std::size_t size_;
    void* start_;
};

/// A row of bytes that are somebody else's.
class Spans final : public Parameters {
public:
    explicit Spans(std::vector<std::span<const std::byte>> values) : values_(std::move(values)) {}
    std::size_t rows() const override { return 1; }
    void bind(std::size_t, Binder& binder) const override {
        for (const auto& value : values_) {
            binder.bytes(value);
        }
    }

private:
    std::vector<std::span<const std::byte>> values_;
};

struct DriverValues : PostgresDriverTest {
    std::unique_ptr<DriverConnection> connection = connect();
    std::string state_of(const std::string& sql) {
        return details_of<DataError>([&] { run(*connection, sql); }).sqlstate;
    }
};

}  // namespace

TEST_F(DriverValues, WhatTheServerRefusesOfAValueIsADataError) {
    EXPECT_EQ(state_of("SELECT convert_from('\\xff'::bytea, 'UTF8')"), "22021");
    EXPECT_EQ(state_of("SELECT 2147483647::int4 + 1"), "22003");
    EXPECT_EQ(state_of("SELECT 9223372036854775807::int8 + 1"), "22003");
    EXPECT_EQ(state_of("SELECT 2147483648::int8::int4"), "22003");
    EXPECT_EQ(state_of("SELECT 'Infinity'::float8::numeric(12, 2)"), "22003");
    EXPECT_EQ(state_of("SELECT 'word'::integer"), "22P02");
    EXPECT_EQ(state_of("SELECT '2026-02-30'::date"), "22008");
    EXPECT_EQ(state_of("SELECT 1 / 0"), "22012");
    EXPECT_EQ(state_of("SELECT '{\"a\": \"\\u0000\"}'::jsonb"), "22P05");
    EXPECT_EQ(state_of("SELECT '{\"a\": \"\\ud800\"}'::jsonb"), "22P02");
    EXPECT_EQ(state_of("SELECT 'a' ~ '('"), "2201B");
    EXPECT_EQ(value_of(*connection, "SELECT '{\"a\": \"\\u0000\"}'::json").as_string(), "{\"a\": \"\\u0000\"}");
    EXPECT_TRUE(connection->is_open());
}

TEST_F(DriverValues, VarcharCountsCharactersAndForgivesOnlyBlanks) {
    run(*connection, "CREATE TABLE t (a varchar(3))");
    const auto insert = statement("INSERT INTO t VALUES ($1) RETURNING a", {{TypeKind::text}});
    EXPECT_EQ(details_of<DataError>([&] { query(*connection, insert, {{"abcd"}}); }).sqlstate, "22001");
    EXPECT_EQ(query(*connection, insert, {{"abc   "}}), Rows{{"abc"}});
    const std::string cakes = "\xf0\x9f\x8d\xb0\xf0\x9f\x8d\xb0\xf0\x9f\x8d\xb0";
    EXPECT_EQ(query(*connection, insert, {{cakes}}), Rows{{cakes}});
    EXPECT_EQ(value_of(*connection, "SELECT CAST('abcd' AS varchar(3))"), Value("abc"));
}

TEST_F(DriverValues, AsManyParametersAsTheProtocolCountsAreSent) {
    std::string text = "SELECT $1 + $65535";
    const auto wide = statement(text, std::vector<Type>(65'535, Type{TypeKind::integer}), {{TypeKind::integer}});
    EXPECT_EQ(query(*connection, wide, {std::vector<Value>(65'535, 2)}), Rows{{4}});
}

TEST_F(DriverValues, AMillionRowsPassWithoutBeingGathered) {
    class Counter final : public RowSink {
    public:
        void row(const Cursor& cursor) override {
            sum += cursor.integer(0);
            bytes += cursor.text(1).size();
        }
        std::int64_t sum = 0;
        std::size_t bytes = 0;
    } counter;
    const auto before = most_memory();
    run(*connection, statement("SELECT n, repeat('x', 1000) FROM generate_series(1, 1000000) AS n"), {}, &counter);
    EXPECT_EQ(counter.sum, 500'000'500'000);
    EXPECT_EQ(counter.bytes, 1'000'000'000U);
    // A sanitizer keeps a quarter of a gigabyte of what was freed.
    EXPECT_LT(most_memory() - before, 400'000'000);
}

TEST_F(DriverValues, AMillionRowsCanBeFetchedFromACursorOfTheServerBetweenOtherStatements) {
    auto own = create_engine(database.url()).connect();
    own.exec_driver_sql("CREATE TABLE done (n bigint)");
    own.exec_driver_sql("DECLARE numbers NO SCROLL CURSOR FOR SELECT n FROM generate_series(1, 1000000) AS n");
    std::int64_t sum = 0;
    std::size_t most = 0;
    for (auto batch = own.exec_driver_sql("FETCH 10000 FROM numbers"); !batch.rows.empty();
         batch = own.exec_driver_sql("FETCH 10000 FROM numbers")) {
        EXPECT_EQ(batch.columns, std::vector<std::string>{"n"});
        most = std::max(most, batch.rows.size());
        for (const auto& row : batch.rows) {
            sum += row[0].as_int64();
        }
        own.exec_driver_sql("INSERT INTO done VALUES ($1)", std::vector<Value>{batch.rows.back()[0]});
    }
    EXPECT_EQ(sum, 500'000'500'000);
    EXPECT_EQ(most, 10'000U);
    EXPECT_EQ(value_of(own, "SELECT count(*) FROM done"), Value(100));
}

TEST_F(DriverValues, AValueOfAGigabyteIsRefusedBeforeAnythingIsCopiedOrSent) {
    const NoMemory gigabyte(std::size_t{1} << 30);
    const auto one = statement("SELECT length($1)", {{TypeKind::bytes}}, {{TypeKind::integer}});
    const auto two = statement("SELECT length($1) + length($2)", {{TypeKind::bytes}, {TypeKind::bytes}});
    const auto trips = connection->statistics().round_trips;
    const auto before = most_memory();
    const auto refused = [&](const sql::Compiled& compiled, const Spans& values) {
        auto execution = testing::execution(compiled, &values);
        return details_of<DataError>([&] { connection->execute({&execution, 1}); }).message;
    };
    EXPECT_THAT(refused(one, Spans({gigabyte.bytes()})), HasSubstr("a value has 1073741824 bytes"));
    // Either would do, but both do not.
    EXPECT_THAT(refused(two, Spans({gigabyte.bytes().first(10), gigabyte.bytes().first(0x3ff0'0000)})),
                HasSubstr("the values of a row have 1072693258 bytes"));
    EXPECT_LT(most_memory() - before, 100'000'000);
    EXPECT_EQ(connection->statistics().round_trips, trips);
    EXPECT_EQ(query(*connection, one, {{Bytes(10)}}), Rows{{10}});
}

TEST_F(DriverValues, AResultBeyondAGigabyteIsAnErrorOfTheServerAndTheConnectionStays) {
    const auto details = details_of<OperationalError>([&] { run(*connection, "SELECT repeat('x', 1073741824)"); });
    EXPECT_EQ(details.sqlstate, "54000");
    EXPECT_FALSE(details.connection_invalidated);
    EXPECT_EQ(value_of(*connection, "SELECT length(repeat('x', 67108864))"), Value(67'108'864));
    EXPECT_EQ(value_of(*connection, "SELECT repeat('x', 67108864)").as_string().size(), 67'108'864U);
}

}  // namespace athanor::testing
