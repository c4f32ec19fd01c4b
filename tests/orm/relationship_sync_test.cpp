#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>

#include "orm/fake_models.hpp"

namespace athanor::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RelationshipSync, AReferenceGivenAtBirthShowsInTheCollection) {
    auto food = make_category("Food");
    auto lunch = make_expense("lunch", food);
    EXPECT_THAT(*food->expenses.list(), ElementsAre(lunch.state()));
}

TEST(RelationshipSync, AssigningAnotherParentMovesTheObjectBetweenCollections) {
    auto food = make_category("Food");
    auto travel = make_category("Travel");
    auto lunch = make_expense("lunch", food);
    lunch->category.set(travel.state());
    EXPECT_THAT(*food->expenses.list(), IsEmpty());
    EXPECT_THAT(*travel->expenses.list(), ElementsAre(lunch.state()));
    lunch->category.set(nullptr);
    EXPECT_THAT(*travel->expenses.list(), IsEmpty());
}

TEST(RelationshipSync, AppendingToACollectionSetsTheReferenceAndLeavesTheFormerCollection) {
    auto food = make_category("Food");
    auto travel = make_category("Travel");
    auto lunch = make_expense("lunch", food);
    travel->expenses.append(lunch.state());
    EXPECT_EQ(lunch->category.get(), travel.state());
    EXPECT_THAT(*food->expenses.list(), IsEmpty());
    travel->expenses.append(lunch.state());
    EXPECT_THAT(*travel->expenses.list(), ElementsAre(lunch.state()));
}

TEST(RelationshipSync, RemovingFromACollectionClearsTheReference) {
    auto food = make_category("Food");
    auto lunch = make_expense("lunch", food);
    auto dinner = make_expense("dinner", food);
    food->expenses.remove(lunch.state());
    EXPECT_EQ(lunch->category.get(), nullptr);
    EXPECT_THAT(*food->expenses.list(), ElementsAre(dinner.state()));
    food->expenses.remove(lunch.state());
    EXPECT_FALSE(food->expenses.contains(lunch.state()));
    EXPECT_TRUE(food->expenses.contains(dinner.state()));
}

TEST(RelationshipSync, ALoopSeesTheCollectionAsItWasWhenItBegan) {
    auto food = make_category("Food");
    auto travel = make_category("Travel");
    for (int i = 0; i < 5; ++i) {
        (void)make_expense("lunch", food);
    }
    std::size_t seen = 0;
    const auto snapshot = food->expenses.list();
    for (auto* item : *snapshot) {
        object<Expense>(item)->category.set(travel.state());
        ++seen;
    }
    EXPECT_EQ(seen, 5U);
    EXPECT_THAT(*food->expenses.list(), IsEmpty());
    EXPECT_EQ(travel->expenses.list()->size(), 5U);
}

TEST(RelationshipSync, AnObjectCanBeItsOwnParent) {
    auto node = make<Node>();
    node->parent.set(node.state());
    EXPECT_THAT(*node->children.list(), ElementsAre(node.state()));
    node->parent.set(nullptr);
    EXPECT_THAT(*node->children.list(), IsEmpty());
}

TEST(RelationshipSync, ACollectionOnTheStackCannotBeChanged) {
    Category on_stack;
    auto lunch = make_expense("lunch");
    try {
        on_stack.expenses.append(lunch.state());
        FAIL();
    } catch (const InvalidRequestError& error) {
        EXPECT_EQ(error.message(), "a collection of an object on the stack cannot be changed");
    }
}

TEST(RelationshipSync, ACollectionWithoutAnInverseHoldsEachObjectOnce) {
    auto team = make<Team>();
    auto member = make<Member>();
    team->members.append(member.state());
    team->members.append(member.state());
    EXPECT_THAT(*team->members.list(), ElementsAre(member.state()));
    EXPECT_EQ(team.state()->family, member.state()->family);
}

}  // namespace
}  // namespace athanor::testing
