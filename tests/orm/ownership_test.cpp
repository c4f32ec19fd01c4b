#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "orm/fake_models.hpp"

namespace athanor::testing {
namespace {

using detail::live_objects;

/// Every test leaves as many objects as it found.
class Ownership : public ::testing::Test {
protected:
    void SetUp() override { before_ = live_objects(); }
    void TearDown() override { EXPECT_EQ(live_objects(), before_); }
    std::size_t alive() const { return live_objects() - before_; }

private:
    std::size_t before_ = 0;
};

TEST_F(Ownership, AnObjectLivesAsLongAsItsLastHandle) {
    auto first = make_category("Food");
    auto second = first;
    first.reset();
    EXPECT_EQ(alive(), 1U);
    EXPECT_EQ(second->name.value, "Food");
    second.reset();
    EXPECT_EQ(alive(), 0U);
}

TEST_F(Ownership, AParentAloneKeepsItsChildrenAndACycleDoesNotLeak) {
    auto food = make_category("Food");
    for (int i = 0; i < 10; ++i) {
        (void)make_expense("lunch", food);
    }
    EXPECT_EQ(alive(), 11U);
    EXPECT_EQ(food->expenses.list()->size(), 10U);
    food.reset();
    EXPECT_EQ(alive(), 0U);
}

TEST_F(Ownership, AChildAloneKeepsItsParent) {
    auto expense = make_expense("lunch", make_category("Food"));
    EXPECT_EQ(alive(), 2U);
    EXPECT_EQ(object<Category>(expense->category.get())->name.value, "Food");
}

TEST_F(Ownership, AModelOnTheStackHoldsWhatItRefersTo) {
    Expense copy;
    {
        Expense on_stack;
        on_stack.category.set(make_category("Food").state());
        ::new (&copy.category) OneCore(on_stack.category);
        EXPECT_EQ(alive(), 1U);
    }
    EXPECT_EQ(alive(), 1U);
    copy.category.set(make_category("Travel").state());
    EXPECT_EQ(alive(), 1U);
    copy.category.set(nullptr);
    EXPECT_EQ(alive(), 0U);
}

TEST_F(Ownership, MovingFromTheStackIntoABlockTurnsTheHoldIntoAnEdge) {
    auto food = make_category("Food");
    auto expense = make_expense("lunch", food);
    EXPECT_EQ(food.state()->holders.load(), 1U);
    EXPECT_EQ(food.state()->family, expense.state()->family);
    EXPECT_EQ(food.state()->family->held_objects.load(), 2U);
}

TEST_F(Ownership, AssignedBitsSurviveTheMoveAndDistancesDoNot) {
    auto expense = make_expense("lunch");
    EXPECT_TRUE(expense->description.link.assigned());
    EXPECT_FALSE(expense->created_at.link.assigned());
    const Expense copy{expense->id,         expense->description, expense->amount,
                       expense->created_at, expense->category_id, OneCore(expense->category)};
    EXPECT_EQ(copy.description.link.distance(), 0);
    EXPECT_TRUE(copy.description.link.assigned());
    EXPECT_EQ(detail::state_of(expense->description.link), expense.state());
}

TEST_F(Ownership, FamiliesThatMeetBecomeOne) {
    auto a = make_expense("a", make_category("A"));
    auto b = make_expense("b", make_category("B"));
    EXPECT_NE(a.state()->family, b.state()->family);
    a->category.set(b->category.get());
    EXPECT_EQ(a.state()->family, b.state()->family);
    EXPECT_EQ(alive(), 4U);
    a.reset();
    EXPECT_EQ(alive(), 4U);
}

TEST_F(Ownership, AStealingOneToOneKeepsEverybodyAliveAndInStep) {
    auto ann = make<Person>();
    auto bob = make<Person>();
    auto profile = make<Profile>();
    ann->profile.set(profile.state());
    EXPECT_EQ(profile->person.target, ann.state());
    bob->profile.set(profile.state());
    EXPECT_EQ(profile->person.target, bob.state());
    EXPECT_EQ(ann->profile.target, nullptr);
    auto other = make<Profile>();
    other->person.set(bob.state());
    EXPECT_EQ(bob->profile.target, other.state());
    EXPECT_EQ(profile->person.target, nullptr);
}

/// Both sides of every relationship agree, whatever was done.
void expect_in_step(const std::vector<Handle<Category>>& categories, const std::vector<Handle<Expense>>& expenses,
                    const std::vector<Handle<Node>>& nodes) {
    for (const auto& category : categories) {
        for (auto* item : *category->expenses.list()) {
            ASSERT_EQ(object<Expense>(item)->category.target, category.state());
        }
    }
    for (const auto& expense : expenses) {
        if (expense && expense->category.target != nullptr) {
            auto items = object<Category>(expense->category.target)->expenses.list();
            ASSERT_EQ(std::count(items->begin(), items->end(), expense.state()), 1);
        }
    }
    for (const auto& node : nodes) {
        for (auto* child : *node->children.list()) {
            ASSERT_EQ(object<Node>(child)->parent.target, node.state());
        }
    }
}

TEST_F(Ownership, TenThousandRandomChangesLeaveNothingBehindAndBothSidesInStep) {
    std::mt19937 random(20261122);
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    std::vector<Handle<Category>> categories;
    std::vector<Handle<Expense>> expenses(30);
    std::vector<Handle<Node>> nodes;
    for (int i = 0; i < 10; ++i) {
        categories.push_back(make_category("c"));
        nodes.push_back(make<Node>());
    }
    for (int step = 0; step < 10'000; ++step) {
        auto& category = categories[below(categories.size())];
        auto& expense = expenses[below(expenses.size())];
        auto& node = nodes[below(nodes.size())];
        auto& parent = nodes[below(nodes.size())];
        switch (below(11)) {
        case 0:
            expense = make_expense("new", category);
            break;
        case 1:
            expense.reset();
            break;
        case 2:
            category = make_category("other");
            break;
        case 3:
            if (expense) {
                expense->category.set(category.state());
            }
            break;
        case 4:
            if (expense) {
                expense->category.set(nullptr);
            }
            break;
        case 5:
            if (expense) {
                category->expenses.append(expense.state());
            }
            break;
        case 6:
            if (expense) {
                category->expenses.remove(expense.state());
            }
            break;
        case 7:
            node->parent.set(parent.state());
            break;
        case 8:
            node->children.append(parent.state());
            break;
        case 9:
            node = make<Node>();
            break;
        case 10: {
            const auto seen = category->expenses.list();
            for (auto* item : *seen) {
                object<Expense>(item)->category.set(categories[below(categories.size())].state());
            }
            break;
        }
        }
        if (step % 500 == 0) {
            expect_in_step(categories, expenses, nodes);
        }
    }
    expect_in_step(categories, expenses, nodes);
}

}  // namespace
}  // namespace athanor::testing
