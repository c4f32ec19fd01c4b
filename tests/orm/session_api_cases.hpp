#pragma once

// What a session promises, on every database. A Database type gives `url()` and `name`.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "session_api_models.hpp"

namespace session_api {

template <class Database>
class SessionApi : public ::testing::Test {
protected:
    void SetUp() override { TestSchema::create_all(engine); }

    ScopedLogCapture quiet;  // what echo says is looked at by some tests and printed by none
    Database database;
    Engine engine = create_engine(database.url(), {.echo = true});

    std::uint64_t round_trips() const { return engine.statistics().driver.round_trips; }
};
TYPED_TEST_SUITE_P(SessionApi);

TYPED_TEST_P(SessionApi, CreateAllIsIdempotentAndDropAllLeavesNothing) {
    TestSchema::create_all(this->engine);
    Session session(this->engine);
    session.add(Category{.name = "Food"});
    session.commit();
    TestSchema::create_all(this->engine);
    EXPECT_EQ(session.template query<Category>().count(), 1);
    session.close();
    TestSchema::drop_all(this->engine);
    TestSchema::drop_all(this->engine);
    TestSchema::create_all(this->engine);
    EXPECT_EQ(session.template query<Category>().count(), 0);
}

TYPED_TEST_P(SessionApi, WhatIsCommittedIsThereForTheNextSession) {
    {
        Session session(this->engine);
        auto food = session.add(Category{.name = "Food"});
        auto lunch = session.add(Expense{.description = "Lunch", .amount = "12.50"_dec, .category = food});
        session.commit();
        EXPECT_GT(food->id, 0);
        EXPECT_EQ(lunch->category_id, food->id);
    }
    Session session(this->engine);
    auto& e = Expense::columns();
    auto lunch = session.scalars(select<Expense>().where(e.description == "Lunch")).one();
    EXPECT_EQ(lunch->amount, "12.50"_dec);
    EXPECT_EQ(lunch->category->name, "Food");
    EXPECT_EQ(lunch->category->colour, "#888888") << "a member initialiser is the default";
    EXPECT_EQ(lunch->day, Date(2026, 1, 1));
    EXPECT_GT(lunch->created_at, DateTime::now() - std::chrono::minutes(10));
    EXPECT_FALSE(lunch->note);
    EXPECT_FALSE(lunch->user);
}

TYPED_TEST_P(SessionApi, WhatIsNotCommittedIsNotThere) {
    {
        Session session(this->engine);
        session.add(Category{.name = "Food"});
        session.flush();
    }
    Session session(this->engine);
    EXPECT_EQ(session.template query<Category>().count(), 0);
}

TYPED_TEST_P(SessionApi, SeveralObjectsAreAddedAtOnce) {
    Session session(this->engine);
    session.add_all({Category{.name = "a"}, Category{.name = "b"}});
    auto c = make<Category>({.name = "c"});
    session.add_all({c});
    std::vector<Category> more;
    more.push_back(Category{.name = "d"});
    session.add_all(std::move(more));
    session.commit();
    EXPECT_EQ(session.template query<Category>().count(), 4);
}

TYPED_TEST_P(SessionApi, EveryTypeComesBackAsItWent) {
    const Uuid uuid = Uuid::random();
    const DateTime instant = DateTime::parse("2026-11-22T10:20:30.123456Z");
    Session session(this->engine);
    session.add(Everything{.code = "a",
                           .flag = true,
                           .small = -2147483647 - 1,
                           .big = 9223372036854775807,
                           .real = 1.23e-7,
                           .text = "Grüße 🙂 'quoted'",
                           .bytes = from_hex("00ff10"),
                           .money = "-12345678901234.7891"_dec,
                           .day = Date(1, 1, 1),
                           .instant = instant,
                           .uuid = uuid,
                           .maybe = 7});
    session.add(Everything{.code = "b", .day = Date(9999, 12, 31), .instant = DateTime::parse("0001-01-01T00:00:00Z")});
    session.commit();
    session.close();
    auto a = session.template get<Everything>("a");
    ASSERT_TRUE(a);
    EXPECT_TRUE(a->flag);
    EXPECT_EQ(a->small, -2147483647 - 1);
    EXPECT_EQ(a->big, 9223372036854775807);
    EXPECT_EQ(a->real, 1.23e-7);
    EXPECT_EQ(a->text, "Grüße 🙂 'quoted'");
    EXPECT_EQ(a->bytes, from_hex("00ff10"));
    EXPECT_EQ(a->money, "-12345678901234.7891"_dec);
    EXPECT_EQ(a->day, Date(1, 1, 1));
    EXPECT_EQ(a->instant, instant);
    EXPECT_EQ(a->uuid, uuid);
    EXPECT_EQ(a->maybe, 7);
    auto b = session.template get<Everything>("b");
    EXPECT_EQ(b->text, "");
    EXPECT_EQ(b->money, 0);
    EXPECT_EQ(b->day, Date(9999, 12, 31));
    EXPECT_FALSE(b->maybe);
    EXPECT_FALSE(session.template get<Everything>("c"));
}

TYPED_TEST_P(SessionApi, TheSameRowIsTheSameObject) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    session.commit();
    auto& c = Category::columns();
    EXPECT_EQ(session.scalars(select<Category>().where(c.name == "Food")).one(), food);
    const auto before = this->round_trips();
    EXPECT_EQ(session.template get<Category>(food->id), food);
    EXPECT_EQ(this->round_trips(), before) << "get looks into the identity map first";
}

TYPED_TEST_P(SessionApi, AnUpdateNamesTheChangedColumnsOnly) {
    Session session(this->engine);
    auto lunch = session.add(Expense{.description = "Lunch", .amount = 5});
    auto dinner = session.add(Expense{.description = "Dinner", .amount = 6});
    session.commit();
    lunch->amount = 7;
    dinner->amount = 6;  // the value it has
    dinner->description = "Supper";
    dinner->description = "Dinner";  // and back
    const Statements statements;
    session.commit();
    const auto list = statements.list();
    const auto update = std::find_if(list.begin(), list.end(), [](auto& s) { return s.starts_with("UPDATE"); });
    ASSERT_NE(update, list.end());
    EXPECT_THAT(*update, ::testing::HasSubstr("SET amount = "));
    EXPECT_THAT(*update, ::testing::Not(::testing::HasSubstr("description")));
    EXPECT_EQ(std::count_if(list.begin(), list.end(), [](auto& s) { return s.starts_with("UPDATE"); }), 1);
}

TYPED_TEST_P(SessionApi, ACommitWithNothingChangedSendsNothing) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    session.commit();
    const auto before = this->round_trips();
    food->name = "Food";
    session.commit();
    session.flush();
    session.rollback();
    EXPECT_EQ(this->round_trips(), before);
}

TYPED_TEST_P(SessionApi, ACommitOfNewRowsTakesOneRoundTripForEachLevelOfGeneratedKeys) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    for (int i = 1; i <= 50; ++i)
        session.add(Expense{.description = "x", .amount = i, .category = food});
    const auto before = this->round_trips();
    session.commit();
    EXPECT_LE(this->round_trips() - before, 2u);
}

TYPED_TEST_P(SessionApi, GeneratedKeysBelongToTheirRows) {
    Session session(this->engine);
    std::vector<Ref<Expense>> expenses;
    for (int i = 1; i <= 1000; ++i)
        expenses.push_back(session.add(Expense{.description = std::to_string(i), .amount = i}));
    session.commit();
    Session other(this->engine);
    for (const auto& expense : expenses) {
        auto row = other.template get<Expense>(expense->id);
        ASSERT_TRUE(row);
        EXPECT_EQ(row->description, expense->description);
    }
}

TYPED_TEST_P(SessionApi, ARollbackRestoresMembersCollectionsAndStates) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    auto fun = session.add(Category{.name = "Fun"});
    auto lunch = session.add(Expense{.description = "Lunch", .amount = 5, .category = food});
    session.commit();

    lunch->amount = 9;
    session.flush();
    lunch->amount = 10;
    lunch->category = fun;
    auto dinner = session.add(Expense{.description = "Dinner", .amount = 6, .category = food});
    session.flush();
    EXPECT_GT(dinner->id, 0);
    session.delete_(fun);
    session.rollback();

    EXPECT_EQ(lunch->amount, 5);
    EXPECT_EQ(lunch->category.ref(), food);
    EXPECT_EQ(lunch->category_id, food->id);
    EXPECT_EQ(food->expenses.size(), 1u);
    EXPECT_EQ(fun->expenses.size(), 0u);
    EXPECT_EQ(dinner->id, 0) << "a new object has no key any more";
    EXPECT_FALSE(session.contains(dinner));
    EXPECT_TRUE(session.contains(fun));
    {
        const Statements statements;
        session.commit();
        for (const std::string& statement : statements.list())
            EXPECT_EQ(statement, "COMMIT") << "there is nothing left to write";
    }
    session.add(dinner);
    session.commit();
    EXPECT_EQ(session.template query<Expense>().count(), 2);
}

TYPED_TEST_P(SessionApi, BothSidesOfARelationshipStayInStep) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    auto fun = session.add(Category{.name = "Fun"});
    auto lunch = make<Expense>({.description = "Lunch", .amount = 5});
    food->expenses.push_back(lunch);
    EXPECT_EQ(lunch->category.ref(), food);
    session.commit();
    EXPECT_TRUE(session.contains(lunch)) << "save-update follows the collection";
    lunch->category = fun;
    EXPECT_TRUE(food->expenses.empty());
    EXPECT_TRUE(fun->expenses.contains(lunch));
    session.commit();
    EXPECT_EQ(lunch->category_id, fun->id);
    for (auto& expense : fun->expenses)
        expense->category = food;  // the loop sees the collection as it was
    session.commit();
    EXPECT_EQ(lunch->category_id, food->id);
    lunch->category = nullptr;
    session.commit();
    EXPECT_FALSE(lunch->category_id);
}

TYPED_TEST_P(SessionApi, RelationshipsLoadWhenFirstUsed) {
    {
        Session session(this->engine);
        auto food = session.add(Category{.name = "Food"});
        for (int i = 1; i <= 3; ++i)
            session.add(Expense{.description = std::to_string(i), .amount = i, .category = food});
        session.commit();
    }
    Session session(this->engine);
    auto food = session.template query<Category>().one();
    EXPECT_FALSE(food->expenses.is_loaded());
    EXPECT_EQ(food->expenses.size(), 3u);
    const auto before = this->round_trips();
    Decimal total;
    for (auto& expense : food->expenses) {
        total += expense->amount;
        EXPECT_EQ(expense->category.ref(), food);
    }
    EXPECT_EQ(total, 6);
    EXPECT_EQ(this->round_trips(), before) << "neither the collection nor its members' parent is asked for again";
}

TYPED_TEST_P(SessionApi, SelectinLoadsTheCollectionsOfAllParentsWithOneMoreQuery) {
    {
        Session session(this->engine);
        for (int k = 0; k < 20; ++k) {
            auto category = session.add(Category{.name = std::to_string(k)});
            for (int i = 1; i <= k; ++i)
                session.add(Expense{.description = "x", .amount = i, .category = category});
        }
        session.commit();
    }
    Session session(this->engine);
    auto& c = Category::columns();
    const auto before = this->round_trips();
    auto categories = session.scalars(select<Category>().order_by(c.id).options(selectinload(c.expenses))).all();
    std::size_t expenses = 0;
    for (auto& category : categories) {
        EXPECT_EQ(category->expenses.size(), expenses++);
    }
    EXPECT_EQ(this->round_trips() - before, 2u);
}

TYPED_TEST_P(SessionApi, AModelMaySayHowItsRelationshipsLoad) {
    {
        Session session(this->engine);
        for (int i = 0; i < 3; ++i) {
            auto shelf = session.add(Shelf{});
            for (int k = 0; k < 2; ++k) {
                auto book = session.add(Book{.shelf = shelf});
                session.add(Page{.book = book});
            }
        }
        session.commit();
    }
    Session session(this->engine);
    const auto before = this->round_trips();
    auto shelves = session.template query<Shelf>().all();
    EXPECT_EQ(this->round_trips() - before, 3u) << "shelves, their books, their pages";
    std::size_t pages = 0;
    for (auto& shelf : shelves)
        for (auto& book : shelf->books) {
            EXPECT_EQ(book->shelf.ref(), shelf);
            pages += book->pages.size();
        }
    EXPECT_EQ(pages, 6u);
    EXPECT_EQ(this->round_trips() - before, 3u);
    session.close();
    auto page = session.template query<Page>().first();
    try {
        (void)page->book->id;
        FAIL();
    } catch (const InvalidRequestError& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr("Page.book"));
    }
}

TYPED_TEST_P(SessionApi, DeletingAParentDeletesWhatItOwnsAndLetsTheRestGo) {
    Session session(this->engine);
    auto user = session.add(User{.email = "a@example.com"});
    auto food = session.add(Category{.name = "Food"});
    auto lunch = session.add(Expense{.description = "Lunch", .amount = 5, .user = user, .category = food});
    auto snack = session.add(Expense{.description = "Snack", .amount = 1, .user = user, .category = food});
    session.commit();
    user->expenses.remove(snack);  // delete-orphan
    session.commit();
    EXPECT_EQ(session.template query<Expense>().count(), 1);
    session.delete_(food);  // no delete cascade: the key is set to NULL
    session.commit();
    EXPECT_FALSE(lunch->category_id);
    session.delete_(user);  // cascade "all"
    session.commit();
    EXPECT_EQ(session.template query<Expense>().count(), 0);
}

TYPED_TEST_P(SessionApi, TheFamiliarQuerySpelling) {
    Session session(this->engine);
    for (int i = 1; i <= 5; ++i)
        session.add(Expense{.description = std::to_string(i), .amount = i});
    auto& e = Expense::columns();
    EXPECT_EQ(session.template query<Expense>().count(), 5) << "pending objects are flushed first";
    EXPECT_EQ(session.template query<Expense>().filter(e.amount > 2).count(), 3);
    EXPECT_EQ(
        session.template query<Expense>().filter(e.amount > 2, e.amount < 5).order_by(e.amount.desc()).first()->amount,
        4);
    EXPECT_EQ(session.template query<Expense>().filter(e.amount == 3).one()->description, "3");
    EXPECT_FALSE(session.template query<Expense>().filter(e.amount == 99).first());
    EXPECT_FALSE(session.template query<Expense>().filter(e.amount == 99).one_or_none());
    EXPECT_THROW((void)session.template query<Expense>().filter(e.amount == 99).one(), NoResultFound);
    EXPECT_THROW((void)session.template query<Expense>().one(), MultipleResultsFound);
    EXPECT_EQ(session.template query<Expense>().order_by(e.amount).limit(2).offset(1).all().size(), 2u);
    EXPECT_EQ(session.template query<Expense>().limit(3).count(), 3);
    EXPECT_EQ(session.template query<Expense>().offset(4).count(), 1);
}

TYPED_TEST_P(SessionApi, ABrokenRuleSaysWhichOne) {
    Session session(this->engine);
    session.add(Category{.name = "Food"});
    session.commit();
    session.add(Category{.name = "Food"});
    try {
        session.commit();
        FAIL();
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityKind::unique);
        EXPECT_EQ(error.details().constraint, "uq_categories_name");
        EXPECT_EQ(error.details().table, "categories");
        EXPECT_THAT(error.what(), ::testing::HasSubstr("INSERT INTO categories"));
    }
    EXPECT_THROW((void)session.template query<Category>().count(), PendingRollbackError);
    session.rollback();
    EXPECT_EQ(session.template query<Category>().count(), 1);

    session.add(Expense{.description = "x", .amount = -1});
    try {
        session.commit();
        FAIL();
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityKind::check);
        EXPECT_EQ(error.details().constraint, "ck_expenses_amount_positive");
    }
    session.rollback();

    session.add(Expense{.category_id = 12345, .description = "x", .amount = 1});
    try {
        session.commit();
        FAIL();
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityKind::foreign_key);
        EXPECT_EQ(error.details().table, "expenses");
    }
}

TYPED_TEST_P(SessionApi, AFailedCommitLeavesNothingAndCanBeRepaired) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    session.commit();
    auto fun = session.add(Category{.name = "Fun"});
    auto twin = session.add(Category{.name = "Food"});
    EXPECT_THROW(session.commit(), IntegrityError);
    session.rollback();
    EXPECT_EQ(session.template query<Category>().count(), 1);
    EXPECT_EQ(fun->id, 0);
    twin->name = "Other";
    session.add_all({fun, twin});
    session.commit();
    EXPECT_EQ(session.template query<Category>().count(), 3);
    (void)food;
}

TYPED_TEST_P(SessionApi, TheSameShapeCompilesOnceAndPreparesOncePerConnection) {
    Session session(this->engine);
    auto& e = Expense::columns();
    (void)session.scalars(select<Expense>().where(e.amount > 1).limit(1));
    const auto before = this->engine.statistics();
    for (int i = 2; i < 50; ++i)
        (void)session.scalars(select<Expense>().where(e.amount > i).limit(i));
    const auto after = this->engine.statistics();
    EXPECT_EQ(after.compiled, before.compiled);
    EXPECT_EQ(after.driver.prepared, before.driver.prepared);
    (void)session.scalars(select<Expense>().where(e.amount < 1).limit(1));
    EXPECT_EQ(this->engine.statistics().compiled, before.compiled + 1);
}

TYPED_TEST_P(SessionApi, EchoShowsStatementParametersAndTimeButNoSecret) {
    const Statements statements;
    Session session(this->engine);
    auto user = session.add(User{.email = "a@example.com", .token = "hunter2-token"});
    session.commit();
    auto& u = User::columns();
    (void)session.scalars(select<User>().where(u.token == "hunter2-token"));
    session.add(User{.email = "a@example.com", .token = "hunter2-other"});
    try {
        session.commit();
        FAIL();
    } catch (const IntegrityError& error) {
        EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("hunter2")));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("***"));
    }
    EXPECT_TRUE(statements.capture().contains("INSERT INTO users"));
    EXPECT_TRUE(statements.capture().contains("a@example.com"));
    EXPECT_TRUE(statements.capture().contains("***"));
    EXPECT_TRUE(statements.capture().contains(" ms]"));
    EXPECT_FALSE(statements.capture().contains("hunter2"));
}

TYPED_TEST_P(SessionApi, ASessionThatLosesChangesSaysSo) {
    const ScopedLogCapture capture;
    {
        Session session(this->engine);
        session.add(Category{.name = "Food"});
        session.add(Category{.name = "Fun"});
    }
    EXPECT_THAT(capture.messages("athanor.orm"), ::testing::Contains(::testing::HasSubstr("2")));
}

TYPED_TEST_P(SessionApi, ASessionThatLosesFlushedChangesSaysSo) {
    Session first(this->engine);
    auto food = first.add(Category{.name = "Food"});
    auto fun = first.add(Category{.name = "Fun"});
    first.commit();
    const int food_id = food->id, fun_id = fun->id;
    first.close();

    ScopedLogCapture capture;
    const auto warnings = [&] {
        auto found = capture.messages("athanor.orm");
        return found.empty() ? std::string() : found.back();
    };
    {
        Session session(this->engine);
        session.add(Category{.name = "Travel"});
        session.get<Category>(food_id)->name = "Meals";
        session.delete_(session.get<Category>(fun_id));
        EXPECT_EQ(session.query<Category>().count(), 2) << "the query flushed";
    }
    EXPECT_THAT(warnings(), ::testing::HasSubstr("3 unsaved objects: 3 Category"));
    capture.clear();
    {
        Session session(this->engine);
        session.get<Category>(food_id)->name = "Meals";
        session.flush();
        session.get<Category>(food_id)->name = "Dinner";
    }
    EXPECT_THAT(warnings(), ::testing::HasSubstr("1 unsaved object:"));
    capture.clear();
    {
        Session read_only(this->engine);
        EXPECT_EQ(read_only.query<Category>().count(), 2);
    }
    {
        Session committed(this->engine);
        committed.get<Category>(food_id)->name = "Meals";
        committed.commit();
        EXPECT_EQ(committed.query<Category>().count(), 2);
    }
    {
        Session rolled_back(this->engine);
        rolled_back.add(Category{.name = "Lost"});
        rolled_back.flush();
        rolled_back.rollback();
    }
    EXPECT_EQ(warnings(), "");
}

TYPED_TEST_P(SessionApi, RefreshExpungeAndPopulateExisting) {
    Session session(this->engine);
    auto food = session.add(Category{.name = "Food"});
    session.commit();
    {
        Session other(this->engine);
        auto& c = Category::columns();
        EXPECT_EQ(other.execute(update<Category>().where(c.id == food->id).values(c.colour, "#000000")), 1);
        other.commit();
    }
    EXPECT_EQ(session.template query<Category>().one()->colour, "#888888") << "a known object keeps its values";
    session.refresh(food);
    EXPECT_EQ(food->colour, "#000000");
    food->colour = "#111111";
    session.refresh(food);
    EXPECT_EQ(food->colour, "#000000");
    session.commit();
    session.expunge(food);
    EXPECT_FALSE(session.contains(food));
    food->colour = "#222222";
    session.commit();
    auto again = session.template query<Category>().one();
    EXPECT_NE(again, food);
    EXPECT_EQ(again->colour, "#000000");
    EXPECT_THROW((void)food->expenses.size(), DetachedInstanceError);
}

TYPED_TEST_P(SessionApi, TextFromOutsideIsNeverSql) {
    Session session(this->engine);
    const std::string evil = "'; DROP TABLE x;--";
    session.add(Expense{.description = evil, .amount = 1});
    session.commit();
    auto& e = Expense::columns();
    EXPECT_EQ(session.template query<Expense>().filter(e.description == evil).count(), 1);
    EXPECT_EQ(session.template query<Expense>().filter(e.description.contains("DROP")).count(), 1);
}

TYPED_TEST_P(SessionApi, LoadedObjectsAreLetGoOnRequest) {
    {
        Session session(this->engine);
        for (int i = 0; i < 100; ++i)
            session.add(Expense{.description = "x", .amount = 1});
        session.commit();
    }
    Session session(this->engine);
    auto kept = session.template query<Expense>().first();
    for (auto& expense : session.scalars(select<Expense>()))
        (void)expense->amount;
    EXPECT_EQ(session.release_unused(), 99u);
    EXPECT_EQ(kept->amount, 1);
}

REGISTER_TYPED_TEST_SUITE_P(
    SessionApi, CreateAllIsIdempotentAndDropAllLeavesNothing, WhatIsCommittedIsThereForTheNextSession,
    WhatIsNotCommittedIsNotThere, SeveralObjectsAreAddedAtOnce, EveryTypeComesBackAsItWent, TheSameRowIsTheSameObject,
    AnUpdateNamesTheChangedColumnsOnly, ACommitWithNothingChangedSendsNothing,
    ACommitOfNewRowsTakesOneRoundTripForEachLevelOfGeneratedKeys, GeneratedKeysBelongToTheirRows,
    ARollbackRestoresMembersCollectionsAndStates, BothSidesOfARelationshipStayInStep, RelationshipsLoadWhenFirstUsed,
    SelectinLoadsTheCollectionsOfAllParentsWithOneMoreQuery, AModelMaySayHowItsRelationshipsLoad,
    DeletingAParentDeletesWhatItOwnsAndLetsTheRestGo, TheFamiliarQuerySpelling, ABrokenRuleSaysWhichOne,
    AFailedCommitLeavesNothingAndCanBeRepaired, TheSameShapeCompilesOnceAndPreparesOncePerConnection,
    EchoShowsStatementParametersAndTimeButNoSecret, ASessionThatLosesChangesSaysSo,
    ASessionThatLosesFlushedChangesSaysSo, RefreshExpungeAndPopulateExisting, TextFromOutsideIsNeverSql,
    LoadedObjectsAreLetGoOnRequest);

}  // namespace session_api
