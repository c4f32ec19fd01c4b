#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "orm/session_suite.hpp"

namespace athanor::testing {
namespace {

using detail::ObjectStatus;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(SessionSuite, NewRowsOfTwoLevelsTakeTwoRoundTripsWithTheirCommit) {
    auto core = session();
    auto food = make_category("Food");
    core->add(food.state());
    core->add(make_expense("lunch", food).state());
    core->add(make_expense("dinner", food).state());
    EXPECT_EQ(core->pending(), 3U);
    const auto before = round_trips();
    Recorded recorded;
    core->commit();
    EXPECT_EQ(round_trips() - before, 2U);
    if (is_sqlite()) {
        EXPECT_THAT(
            recorded.statements(),
            ElementsAre("BEGIN IMMEDIATE", "INSERT INTO categories (name) VALUES (?)",
                        "INSERT INTO expenses (description, amount, created_at, category_id) VALUES (?, ?, ?, ?)",
                        "COMMIT"));
    } else {
        ASSERT_THAT(recorded.statements(), SizeIs(4));
        EXPECT_THAT(recorded.statements()[1], HasSubstr("INSERT INTO categories (id, name)"));
        EXPECT_EQ(recorded.statements()[3], "COMMIT");
    }
    EXPECT_EQ(core->pending(), 0U);
    EXPECT_NE(food->id.value, 0);
    EXPECT_EQ(food.state()->status, ObjectStatus::persistent);
    EXPECT_EQ(number("SELECT count(*) FROM expenses WHERE category_id = " + std::to_string(food->id.value)), 2);
    const auto again = round_trips();
    core->commit();
    EXPECT_EQ(round_trips(), again);
}

TEST_P(SessionSuite, RowsWithGivenKeysNeedOneRoundTrip) {
    auto core = session();
    auto food = make_category("Food");
    food->id = 7;
    auto lunch = make_expense("lunch", food);
    lunch->id = 8;
    core->add(lunch.state());
    const auto before = round_trips();
    core->commit();
    EXPECT_EQ(round_trips() - before, 1U);
    EXPECT_EQ(lunch->category_id.value, 7);
    EXPECT_EQ(number("SELECT category_id FROM expenses WHERE id = 8"), 7);
}

TEST_P(SessionSuite, AnUpdateWritesOnlyColumnsThatReallyChanged) {
    store_food();
    auto core = session();
    auto lunch = get<Expense>(*core, 1);
    lunch->description = "brunch";
    lunch->amount = Decimal(99);
    lunch->amount = Decimal::parse("12.50");
    EXPECT_EQ(core->pending(), 1U);
    Recorded recorded;
    core->flush();
    ASSERT_THAT(recorded.statements(), SizeIs(1));
    if (is_sqlite()) {
        EXPECT_EQ(recorded.statements()[0], "UPDATE expenses SET description = ? WHERE id = ?");
    }
    lunch->description = "lunch";
    lunch->description = "brunch";
    EXPECT_EQ(core->pending(), 0U);
    core->flush();
    EXPECT_THAT(recorded.statements(), SizeIs(1));
    core->commit();
    EXPECT_EQ(text("SELECT description FROM expenses WHERE id = 1"), "brunch");
}

TEST_P(SessionSuite, ATreeOfNewObjectsIsInsertedLevelByLevel) {
    auto core = session();
    auto root = make<Node>();
    std::vector<Handle<Node>> all{root};
    for (int i = 0; i < 6; ++i) {
        auto node = make<Node>();
        node->parent.set(all[static_cast<std::size_t>(i) / 2].state());
        all.push_back(node);
    }
    core->add(all.back().state());
    const auto before = round_trips();
    core->commit();
    EXPECT_EQ(round_trips() - before, 3U);
    for (std::size_t i = 1; i < all.size(); ++i) {
        EXPECT_EQ(all[i]->parent_id.value, all[(i - 1) / 2]->id.value);
    }
}

TEST_P(SessionSuite, ACollectionWithoutInverseGivesItsKeyToItsMembersAndReadsServerDefaults) {
    auto core = session();
    auto team = make<Team>();
    auto ann = make<Member>();
    ann->code = "ann";
    team->members.append(ann.state());
    core->add(team.state());
    core->commit();
    EXPECT_EQ(team->name.value, "nameless");
    EXPECT_EQ(ann->team_id.value, team->id.value);
    team->members.remove(ann.state());
    core->commit();
    EXPECT_EQ(ann->team_id.value, std::nullopt);
    EXPECT_EQ(number("SELECT count(*) FROM members WHERE team_id IS NULL"), 1);
}

TEST_P(SessionSuite, ValuesAreCheckedBeforeAnythingIsSent) {
    auto core = session();
    auto food = make_category("Food");
    core->add(food.state());
    auto lunch = make_expense(std::string(201, 'x'), food);
    core->add(lunch.state());
    const auto before = round_trips();
    try {
        core->flush();
        FAIL();
    } catch (const DataError& error) {
        EXPECT_EQ(error.message(), "Expense.description: 201 characters, the column holds 200");
    }
    EXPECT_EQ(round_trips(), before);
    EXPECT_THROW(core->flush(), PendingRollbackError);
    core->rollback();
    EXPECT_EQ(food.state()->status, ObjectStatus::transient);

    auto book = make<Book>();
    core->add(book.state());
    try {
        core->flush();
        FAIL();
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.message(), "Book.author_id: NULL, the column does not allow it");
        EXPECT_EQ(error.kind(), IntegrityKind::not_null);
    }
    core->rollback();
}

TEST_P(SessionSuite, TheDatabasesRefusalLeavesAPendingRollback) {
    store_food();
    auto core = session();
    auto same = make_category("Food");
    core->add(same.state());
    EXPECT_THROW(core->commit(), IntegrityError);
    EXPECT_THROW((void)get<Category>(*core, 1), PendingRollbackError);
    core->rollback();
    EXPECT_FALSE(same->id.link.assigned());
    same->name = "Travel";
    core->add(same.state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM categories"), 2);
}

TEST_P(SessionSuite, AChangedPrimaryKeyIsRefused) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    food->id = 99;
    try {
        core->flush();
        FAIL();
    } catch (const InvalidRequestError& error) {
        EXPECT_EQ(error.message(), "Category.id: the primary key of a stored object was changed from 1 to 99");
    }
    core->rollback();
    EXPECT_EQ(food->id.value, 1);
    EXPECT_EQ(get<Category>(*core, 1).state(), food.state());
}

TEST_P(SessionSuite, ARowThatSomebodyElseRemovedIsStale) {
    store_food();
    auto core = session();
    auto lunch = get<Expense>(*core, 1);
    core->rollback();
    execute("DELETE FROM expenses WHERE id = 1");
    lunch->description = "brunch";
    try {
        core->commit();
        FAIL();
    } catch (const StaleDataError& error) {
        EXPECT_EQ(error.message(), "Expense: 1 rows were to be updated, 0 were there");
    }
    core->rollback();
    EXPECT_EQ(lunch->description.value, "lunch");
}

TEST_P(SessionSuite, AQueryFlushesFirstUnlessToldNotTo) {
    auto core = session();
    core->add(make_category("Food").state());
    EXPECT_TRUE(get<Category>(*core, 1));
    core->set_autoflush(false);
    core->add(make_category("Travel").state());
    EXPECT_FALSE(get<Category>(*core, 2));
    EXPECT_EQ(core->pending(), 1U);
    core->rollback();
}

TEST_P(SessionSuite, ALostSessionSaysHowMuchItLoses) {
    ScopedLogCapture capture;
    {
        auto core = session();
        core->add(make_expense("lunch", make_category("Food")).state());
        core->add(make_expense("dinner").state());
    }
    EXPECT_TRUE(capture.contains("a session ended with 3 unsaved objects: 1 Category, 2 Expense"));
    EXPECT_EQ(number("SELECT count(*) FROM expenses"), 0);
}

TEST_P(SessionSuite, ASessionThatAnExceptionEndsDoesNotAdviseACommit) {
    ScopedLogCapture capture;
    EXPECT_THROW(
        {
            auto core = session();
            core->add(make_expense("dinner").state());
            throw std::runtime_error("no appetite");
        },
        std::runtime_error);
    EXPECT_TRUE(capture.contains("1 unsaved object: 1 Expense; an exception ended it, and nothing of them is written"));
}

TEST_P(SessionSuite, TwoSessionsCannotShareAnObject) {
    auto one = session();
    auto other = session();
    auto food = make_category("Food");
    auto travel = make_category("Travel");
    auto lunch = make_expense("lunch", food);
    one->add(food.state());
    other->add(travel.state());
    EXPECT_THROW(other->add(food.state()), InvalidRequestError);
    EXPECT_THROW(lunch->category.set(travel.state()), InvalidRequestError);
    EXPECT_EQ(lunch->category.get(), food.state());
    EXPECT_EQ(food->expenses.list()->size(), 1U);
    one->rollback();
    other->rollback();
    other->add(food.state());
    EXPECT_TRUE(other->contains(lunch.state()));
    other->rollback();
}

#ifndef NDEBUG
TEST_P(SessionSuite, TwoThreadsAtOnceAreNoticed) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    class Intruder final : public RowSink {
    public:
        Intruder(Handle<Category>& food, detail::SessionCore& core) : food_(food), core_(core) {}
        void row(const Cursor&) override {
            std::thread([this] {
                EXPECT_THROW(food_->name = "stolen", ThreadError);
                EXPECT_THROW(core_.flush(), ThreadError);
            }).join();
        }

    private:
        Handle<Category>& food_;
        detail::SessionCore& core_;
    } intruder(food, *core);
    sql::SelectBody body;
    body.items.push_back({sql::ExpressionPtr(), &fake<Category>().source()});
    body.from = &fake<Category>().source();
    core->query(sql::Statement(std::move(body)), intruder);
    EXPECT_EQ(food->name.value, "Food");
}
#endif

}  // namespace
}  // namespace athanor::testing
