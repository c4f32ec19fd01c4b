#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>

#include "orm/fake_models.hpp"
#include "orm/topological_sort.hpp"
#include "orm/unit_of_work.hpp"

namespace athanor::testing {
namespace {

using detail::FlushSet;
using detail::InstanceState;
using detail::KeySync;
using detail::ObjectStatus;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The plan as text. The objects are made to look pending or persistent: planning asks no session.
std::vector<std::string> planned(FlushSet set) {
    for (auto* state : set.inserts) {
        state->status = ObjectStatus::pending;
    }
    for (const auto* list : {&set.updates, &set.deletes}) {
        for (auto* state : *list) {
            state->status = ObjectStatus::persistent;
        }
    }
    for (const auto* mapper : all_fakes()) {
        (void)mapper->relationships();
    }
    const KeySync keys;
    std::vector<std::string> lines;
    std::vector<InstanceState*> all = set.inserts;
    all.insert(all.end(), set.updates.begin(), set.updates.end());
    all.insert(all.end(), set.deletes.begin(), set.deletes.end());
    try {
        for (const auto& batch : detail::plan(set, keys)) {
            lines.push_back(to_string(batch));
        }
    } catch (...) {
        for (auto* state : all) {
            state->status = ObjectStatus::transient;
        }
        throw;
    }
    for (auto* state : all) {
        state->status = ObjectStatus::transient;
    }
    return lines;
}

TEST(UnitOfWork, WritesReferredRowsFirstWhateverTheOrderTheyWereAddedIn) {
    auto food = make_category("Food");
    auto lunch = make_expense("lunch", food);
    auto dinner = make_expense("dinner", food);
    EXPECT_THAT(planned({.inserts = {lunch.state(), food.state(), dinner.state()}}),
                ElementsAre("insert categories (name) x1, key from the server",
                            "insert expenses (description, amount, created_at, category_id) x2, key from the server"));
}

TEST(UnitOfWork, GroupsRowsByTheColumnsTheyWrite) {
    auto one = make_category("one");
    auto two = make_category("two");
    auto three = make_category("three");
    two->id = 2;
    EXPECT_THAT(planned({.inserts = {one.state(), two.state(), three.state()}}),
                ElementsAre("insert categories (name) x2, key from the server", "insert categories (id, name) x1"));
}

TEST(UnitOfWork, OrdersTheRowsOfATreeByLevels) {
    auto root = make<Node>();
    auto left = make<Node>();
    auto right = make<Node>();
    auto leaf = make<Node>();
    leaf->parent.set(left.state());
    left->parent.set(root.state());
    right->parent.set(root.state());
    const std::string insert = "insert nodes (name, parent_id) x";
    EXPECT_THAT(planned({.inserts = {leaf.state(), right.state(), left.state(), root.state()}}),
                ElementsAre(insert + "1, key from the server", insert + "2, key from the server",
                            insert + "1, key from the server"));
}

TEST(UnitOfWork, NamesTheObjectsOfACircle) {
    auto author = make<Author>();
    auto book = make<Book>();
    book->author.set(author.state());
    author->favourite.set(book.state());
    try {
        (void)planned({.inserts = {author.state(), book.state()}});
        FAIL();
    } catch (const CircularDependencyError& error) {
        EXPECT_EQ(error.message(), "2 objects refer to one another in a circle, so none can be written first: "
                                   "Author (number 1 of those to be written), Book (number 2 of those to be written)");
    }
}

TEST(UnitOfWork, ModelsWithKeysToEachOtherAreWrittenObjectByObject) {
    auto writer = make<Author>();
    auto reader = make<Author>();
    auto book = make<Book>();
    book->author.set(writer.state());
    reader->favourite.set(book.state());
    EXPECT_THAT(planned({.inserts = {reader.state(), book.state(), writer.state()}}),
                ElementsAre("insert authors (favourite_id) x1, key from the server",
                            "insert books (author_id) x1, key from the server",
                            "insert authors (favourite_id) x1, key from the server"));
}

TEST(UnitOfWork, DeletesReferringRowsFirst) {
    auto food = make_category("Food");
    food->id = 1;
    auto lunch = make_expense("lunch");
    lunch->category_id = 1;
    auto root = make<Node>();
    auto leaf = make<Node>();
    root->id = 1;
    leaf->id = 2;
    leaf->parent_id = 1;
    EXPECT_THAT(planned({.deletes = {food.state(), lunch.state(), root.state(), leaf.state()}}),
                ElementsAre("delete nodes x1", "delete nodes x1", "delete expenses x1", "delete categories x1"));
}

TEST(TopologicalSort, KeepsTheGivenOrderWhereDependenciesAllowIt) {
    EXPECT_THAT(detail::dependency_groups(4, {}),
                ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2), ElementsAre(3)));
    EXPECT_THAT(detail::dependency_groups(4, {{3, 0}}),
                ElementsAre(ElementsAre(1), ElementsAre(2), ElementsAre(3), ElementsAre(0)));
    EXPECT_THAT(detail::dependency_groups(4, {{1, 2}, {2, 1}, {2, 0}}),
                ElementsAre(ElementsAre(1, 2), ElementsAre(0), ElementsAre(3)));
}

}  // namespace
}  // namespace athanor::testing
