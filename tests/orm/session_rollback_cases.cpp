#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "orm/session_suite.hpp"

namespace athanor::testing {
namespace {

using detail::ObjectStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(SessionSuite, ARollbackPutsEverythingBackAndTheNextFlushWritesNothing) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    auto lunch = get<Expense>(*core, 1);
    auto dinner = get<Expense>(*core, 2);
    ASSERT_THAT(*food->expenses.list(), ElementsAre(lunch.state(), dinner.state()));

    auto travel = make_category("Travel");
    core->add(travel.state());
    lunch->category.set(travel.state());
    lunch->description = "on the road";
    auto train = make_expense("train", food);
    core->add(train.state());
    core->delete_(dinner.state());
    core->flush();
    EXPECT_THAT(*food->expenses.list(), ElementsAre(train.state()));
    EXPECT_EQ(dinner.state()->status, ObjectStatus::deleted);
    lunch->description = "again";
    core->flush();
    lunch->description = "unflushed";

    core->rollback();
    EXPECT_EQ(lunch->description.value, "lunch");
    EXPECT_EQ(lunch->category_id.value, 1);
    EXPECT_EQ(lunch->category.get(), food.state());
    EXPECT_THAT(*food->expenses.list(), ElementsAre(lunch.state(), dinner.state()));
    EXPECT_EQ(dinner.state()->status, ObjectStatus::persistent);
    EXPECT_EQ(travel.state()->status, ObjectStatus::transient);
    EXPECT_EQ(travel->id.value, 0);
    EXPECT_FALSE(travel->id.link.assigned());
    EXPECT_THAT(*travel->expenses.list(), IsEmpty());
    EXPECT_EQ(train->id.value, 0);
    EXPECT_EQ(train->category_id.value, std::nullopt);
    EXPECT_EQ(core->pending(), 0U);
    Recorded recorded;
    core->flush();
    EXPECT_THAT(recorded.statements(), IsEmpty());
    EXPECT_EQ(get<Expense>(*core, 2).state(), dinner.state());

    core->add(train.state());
    core->commit();
    EXPECT_EQ(food->expenses.list()->size(), 3U);
    EXPECT_EQ(number("SELECT count(*) FROM expenses WHERE category_id = 1"), 3);
}

TEST_P(SessionSuite, ObjectsOutliveTheirSessionAndJoinAnother) {
    store_food();
    auto first = session();
    auto food = get<Category>(*first, 1);
    auto lunch = get<Expense>(*first, 1);
    (void)food->expenses.list();
    first.reset();
    EXPECT_EQ(lunch.state()->status, ObjectStatus::detached);
    EXPECT_EQ(object<Category>(lunch->category.get())->name.value, "Food");
    lunch->description = "changed without a session";

    auto second = session();
    second->add(lunch.state());
    EXPECT_TRUE(second->contains(food.state()));
    second->commit();
    EXPECT_EQ(text("SELECT description FROM expenses WHERE id = 1"), "changed without a session");
}

TEST_P(SessionSuite, WhatIsNotLoadedCannotBeLoadedWithoutASession) {
    store_food();
    auto core = session();
    auto lunch = get<Expense>(*core, 1);
    core->close();
    try {
        (void)lunch->category.get();
        FAIL();
    } catch (const DetachedInstanceError& error) {
        EXPECT_EQ(error.message(),
                  "Expense.category is not loaded, and this Expense is in no session that could load it");
    }
}

TEST_P(SessionSuite, AnExpungedObjectLeavesAloneAndIsNotWritten) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    auto lunch = get<Expense>(*core, 1);
    (void)food->expenses.list();
    lunch->description = "lost";
    core->expunge(lunch.state());
    EXPECT_EQ(lunch.state()->status, ObjectStatus::detached);
    core->commit();
    EXPECT_EQ(text("SELECT description FROM expenses WHERE id = 1"), "lunch");
    auto again = get<Expense>(*core, 1);
    EXPECT_NE(again.state(), lunch.state());
    EXPECT_THAT(*food->expenses.list(), ElementsAre(again.state(), get<Expense>(*core, 2).state()));
    EXPECT_NE(food.state()->family, lunch.state()->family);
}

TEST_P(SessionSuite, ReleasingFreesWhatNobodyHoldsAndNothingChanged) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    (void)food->expenses.list();
    (void)get<Category>(*core, 1);
    EXPECT_EQ(core->release_unused(), 0U);
    food.reset();
    EXPECT_EQ(core->release_unused(), 3U);
    auto lunch = get<Expense>(*core, 1);
    lunch->description = "kept";
    const auto* kept = lunch.state();
    lunch.reset();
    EXPECT_EQ(core->release_unused(), 0U);
    EXPECT_EQ(get<Expense>(*core, 1).state(), kept);
    core->commit();
    EXPECT_EQ(core->release_unused(), 1U);
}

TEST_P(SessionSuite, RefreshTakesTheRowAndForgetsUnflushedChanges) {
    store_food();
    auto core = session();
    auto lunch = get<Expense>(*core, 1);
    core->rollback();
    execute("UPDATE expenses SET description = 'from outside' WHERE id = 1");
    lunch->description = "mine";
    lunch->category.set(nullptr);
    core->refresh(lunch.state());
    EXPECT_EQ(lunch->description.value, "from outside");
    EXPECT_EQ(object<Category>(lunch->category.get())->name.value, "Food");
    EXPECT_EQ(core->pending(), 0U);
    execute("DELETE FROM expenses WHERE id = 2");
}

}  // namespace
}  // namespace athanor::testing
