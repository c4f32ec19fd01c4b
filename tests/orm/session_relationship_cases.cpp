#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "orm/session_suite.hpp"

namespace athanor::testing {
namespace {

using detail::ObjectStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(SessionSuite, ALazyReferenceComesFromTheIdentityMapOrFromOneQuery) {
    store_food();
    auto core = session();
    auto lunch = get<Expense>(*core, 1);
    auto dinner = get<Expense>(*core, 2);
    const auto before = round_trips();
    auto* food = lunch->category.get();
    EXPECT_EQ(round_trips() - before, 1U);
    EXPECT_EQ(dinner->category.get(), food);
    EXPECT_EQ(lunch->category.get(), food);
    EXPECT_EQ(round_trips() - before, 1U);
}

TEST_P(SessionSuite, AReferenceThatIsNullIsKnownWithoutAQuery) {
    auto core = session();
    auto lunch = make_expense("lunch");
    core->add(lunch.state());
    core->commit();
    const auto before = round_trips();
    EXPECT_EQ(lunch->category.get(), nullptr);
    EXPECT_EQ(round_trips(), before);
}

TEST_P(SessionSuite, ACollectionLoadsInTheOrderOfTheKeysTogetherWithWhatWasAdded) {
    store_food();
    auto core = session({.autoflush = false});
    auto food = get<Category>(*core, 1);
    auto lunch = get<Expense>(*core, 1);
    auto snack = make_expense("snack", food);
    core->add(snack.state());
    lunch->category.set(nullptr);
    Recorded recorded;
    const auto items = food->expenses.list();
    ASSERT_THAT(recorded.statements(), SizeIs(1));
    if (is_sqlite()) {
        EXPECT_TRUE(
            recorded.statements()[0].ends_with("FROM expenses WHERE expenses.category_id = ? ORDER BY expenses.id"))
            << recorded.statements()[0];
    }
    EXPECT_THAT(*items, ElementsAre(get<Expense>(*core, 2).state(), snack.state()));
    core->rollback();
}

TEST_P(SessionSuite, SelectinLoadsCollectionsAndReferencesWithOneQueryEach) {
    auto core = session();
    for (int i = 0; i < 20; ++i) {
        auto category = make_category("category " + std::to_string(i));
        core->add(category.state());
        for (int k = 0; k < i % 3; ++k) {
            core->add(make_expense("expense", category).state());
        }
    }
    core->commit();
    core->close();
    std::vector<Handle<Category>> categories;
    std::vector<detail::InstanceState*> states;
    for (int i = 1; i <= 20; ++i) {
        categories.push_back(get<Category>(*core, i));
        states.push_back(categories.back().state());
    }
    auto before = round_trips();
    core->selectin_load(states, fake<Category>().relationships()[0]);
    EXPECT_EQ(round_trips() - before, 1U);
    for (std::size_t i = 0; i < categories.size(); ++i) {
        EXPECT_EQ(categories[i]->expenses.list()->size(), i % 3);
    }
    EXPECT_EQ(round_trips() - before, 1U);
    core->close();
    states.clear();
    std::vector<Handle<Expense>> expenses;
    for (int i = 1; i <= 19; ++i) {
        expenses.push_back(get<Expense>(*core, i));
        states.push_back(expenses.back().state());
    }
    before = round_trips();
    core->selectin_load(states, fake<Expense>().relationships()[0]);
    EXPECT_EQ(round_trips() - before, 1U);
    for (const auto& expense : expenses) {
        ASSERT_NE(expense->category.get(), nullptr);
        EXPECT_EQ(object<Category>(expense->category.get())->id.value, expense->category_id.value);
    }
    EXPECT_EQ(round_trips() - before, 1U);
}

TEST_P(SessionSuite, DeletingAParentSetsTheKeysOfItsChildrenToNull) {
    store_food();
    auto core = session();
    core->delete_(get<Category>(*core, 1).state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM categories"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM expenses WHERE category_id IS NULL"), 2);
}

TEST_P(SessionSuite, DeleteAndDeleteOrphanCascade) {
    auto core = session();
    auto root = make<Node>();
    auto branch = make<Node>();
    auto leaf = make<Node>();
    auto other = make<Node>();
    root->children.append(branch.state());
    root->children.append(other.state());
    branch->children.append(leaf.state());
    core->add(root.state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM nodes"), 4);
    root->children.remove(other.state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM nodes"), 3);
    EXPECT_FALSE(core->contains(other.state()));

    auto unsaved = make<Node>();
    root->children.append(unsaved.state());
    EXPECT_EQ(unsaved.state()->status, ObjectStatus::pending);
    root->children.remove(unsaved.state());
    EXPECT_EQ(unsaved.state()->status, ObjectStatus::transient);

    core->close();
    auto loaded = get<Node>(*core, root->id.value);
    core->delete_(loaded.state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM nodes"), 0);
}

TEST_P(SessionSuite, AOneToOneTargetCanBeReplaced) {
    auto core = session();
    auto ann = make<Person>();
    auto old = make<Profile>();
    ann->profile.set(old.state());
    core->add(ann.state());
    core->commit();
    core->close();
    auto person = get<Person>(*core, 1);
    auto fresh = make<Profile>();
    person->profile.set(fresh.state());
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM profiles WHERE person_id IS NULL AND id = 1"), 1);
    EXPECT_EQ(fresh->person_id.value, 1);
    core->close();
    EXPECT_EQ(get<Person>(*core, 1)->profile.get(), get<Profile>(*core, fresh->id.value).state());
}

TEST_P(SessionSuite, AssigningTheKeyItselfMovesTheReferenceAtTheFlush) {
    store_food();
    auto core = session();
    auto travel = make_category("Travel");
    core->add(travel.state());
    auto food = get<Category>(*core, 1);
    (void)food->expenses.list();
    auto lunch = get<Expense>(*core, 1);
    EXPECT_EQ(lunch->category.get(), food.state());
    lunch->category_id = travel->id.value;
    core->flush();
    EXPECT_EQ(lunch->category.get(), travel.state());
    EXPECT_THAT(*food->expenses.list(), SizeIs(1));
    core->rollback();
    EXPECT_EQ(lunch->category.get(), food.state());
    EXPECT_THAT(*food->expenses.list(), SizeIs(2));
}

TEST_P(SessionSuite, AnObjectAppendedToAStoredParentIsStoredToo) {
    store_food();
    auto core = session();
    auto food = get<Category>(*core, 1);
    auto snack = make_expense("snack");
    food->expenses.append(snack.state());
    EXPECT_TRUE(core->contains(snack.state()));
    auto stray = make_expense("stray", food);
    EXPECT_FALSE(core->contains(stray.state()));
    core->commit();
    EXPECT_EQ(number("SELECT count(*) FROM expenses"), 3);
}

}  // namespace
}  // namespace athanor::testing
