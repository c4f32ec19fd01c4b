#include <vector>

#include <athanor/orm.hpp>

#include "performance/allocation_suite.hpp"
#include "performance/allocations.hpp"

namespace athanor::testing {

namespace {

struct Narrow : Model<Narrow> {
    static constexpr auto table_name = "narrow_rows";
    Mapped<int, primary_key> id;
    Mapped<int> number;
};

struct Wide : Model<Wide> {
    static constexpr auto table_name = "wide_rows";
    Mapped<int, primary_key> id;
    Mapped<bool> flag;
    Mapped<std::int64_t> big;
    Mapped<double> real;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<Date> day;
    Mapped<DateTime> at;
    Mapped<Uuid> key;
    Mapped<std::string> word;  // short enough to lie inside the string itself
    Mapped<std::optional<int>> maybe;
    Mapped<std::optional<DateTime>> never;
};

using Rows = Schema<Narrow, Wide>;

Wide wide(int number) {
    return {.flag = number % 2 == 0,
            .big = std::int64_t{number} << 33,
            .real = number / 2.0,
            .amount = Decimal(number),
            .day = Date(2026, 1, 1),
            .at = DateTime(Date(2026, 1, 1)),
            .key = Uuid(),
            .word = "a short word",
            .maybe = number};
}

constexpr int many = 2000;
/// Growing lists and tables, the statement, the connection: what does not depend on the number of rows, generously.
constexpr std::size_t once = 200;

template <class M>
Allocations loading(const Engine& engine) {
    Session session(engine);
    return allocations_of([&] { EXPECT_EQ(session.scalars(select<M>()).size(), static_cast<std::size_t>(many)); });
}

Allocations inserting(const Engine& engine, int count) {
    return allocations_of([&] {
        Session session(engine);
        for (int i = 0; i < count; ++i) {
            session.add(wide(i));
        }
        session.commit();
    });
}

}  // namespace

AllocationSuite::AllocationSuite() : database_(GetParam()()), engine(create_engine(database_->url())) {
    Rows::create_all(engine);
}
AllocationSuite::~AllocationSuite() = default;

void AllocationSuite::store_rows(int count) const {
    Session session(engine);
    for (int i = 0; i < count; ++i) {
        session.add(wide(i));
        session.add(Narrow{.number = i});
    }
    session.commit();
}

TEST_P(AllocationSuite, ALoadedRowAllocatesItsBlockAndNothingForEachCell) {
    store_rows(many);
    (void)loading<Narrow>(engine);  // prepared from here on
    (void)loading<Wide>(engine);
    EXPECT_LE(loading<Narrow>(engine).number, many + once);
    EXPECT_LE(loading<Wide>(engine).number, many + once) << "eleven columns cost no more than two";
}

TEST_P(AllocationSuite, ALongTextIsTheOnlyCellThatAllocates) {
    store_rows(many);
    {
        Session session(engine);
        for (auto& row : session.scalars(select<Wide>())) {
            row->word = "a text that is too long to lie inside the string itself";
        }
        session.commit();
    }
    (void)loading<Wide>(engine);
    EXPECT_LE(loading<Wide>(engine).number, 2 * many + once);
}

TEST_P(AllocationSuite, ColumnsSelectedByThemselvesAllocateNothingForARow) {
    store_rows(many);
    auto& w = Wide::columns();
    const auto work = [&] {
        Session session(engine);
        EXPECT_EQ(session.execute(select(w.id, w.real, w.amount, w.at, w.word)).size(), static_cast<std::size_t>(many));
    };
    work();
    EXPECT_LE(allocations_of(work).number, once);
}

TEST_P(AllocationSuite, InsertingCostsTheSameForEachObjectHoweverManyThereAre) {
    (void)inserting(engine, 10);
    const auto few = inserting(engine, many);
    const auto more = inserting(engine, 2 * many);
    // Its block, its place among connected objects until it joins the session's, what a rollback needs to know.
    EXPECT_LE(few.number, 9 * many + once);
    EXPECT_LE(more.number, 2 * few.number + once);
    EXPECT_LE(more.bytes, 5 * few.bytes / 2) << "lists grow by doubling, so a little more than twice";
}

TEST_P(AllocationSuite, ManyGetsPrepareTheirStatementOnceAndTakeOneTripEach) {
    store_rows(100);
    engine.dispose();
    const auto before = engine.statistics();
    Session session(engine);
    for (int id = 1; id <= 100; ++id) {
        ASSERT_TRUE(session.get<Narrow>(id));
    }
    const auto after = engine.statistics();
    EXPECT_EQ(after.driver.round_trips - before.driver.round_trips, 100U);
    EXPECT_LE(after.driver.prepared - before.driver.prepared, 2U) << "the query, and BEGIN on SQLite";
}

}  // namespace athanor::testing
