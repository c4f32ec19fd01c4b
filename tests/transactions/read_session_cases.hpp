#pragma once

// What a session for reading and the list of a session's changes promise, on every database.

#include <concepts>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/connection.hpp>
#include <athanor/orm/changes.hpp>

#include "accounts.hpp"

namespace transactions {

struct Entry;

struct Person : Model<Person> {
    static constexpr auto table_name = "people";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>> name;
    Mapped<std::string, length<50>, secret> password;
    Mapped<std::string, length<10>, server_default<"gray">> color;
    Many<Entry, back_populates<"person">, cascade<"all, delete-orphan">> entries;
};

struct Entry : Model<Entry> {
    static constexpr auto table_name = "entries";

    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Person::id>> person_id;
    Mapped<std::string, length<50>> text;
    Mapped<std::optional<int>> pages;
    One<Person, back_populates<"entries">, lazy<"raise">> person;
};

using Diary = Schema<Person, Entry>;

inline int count_accounts(ReadSession& session) { return static_cast<int>(session.query<Account>().count()); }

template <class Database>
class Reading : public ::testing::Test {
protected:
    void SetUp() override {
        fill(engine);
        Diary::create_all(engine);
        Session session(engine);
        auto ann = session.add(Person{.name = "Ann", .password = "sesame"});
        session.add(Entry{.text = "first", .person = ann});
        session.add(Entry{.text = "second", .pages = 3, .person = ann});
        session.commit();
    }

    Database database;
    Engine engine = create_engine(database.url());
};
TYPED_TEST_SUITE_P(Reading);

template <class S>
concept Writes = requires(S& session, Ref<Account> account) { session.add(account); } ||
                 requires(S& session) { session.commit(); } || requires(S& session) { session.flush(); } ||
                 requires(S& session) { session.rollback(); } || requires(S& session) { session.connection(); } ||
                 requires(S& session, Ref<Account> account) { session.delete_(account); } ||
                 requires(S& session) { session.execute(delete_<Account>()); };

static_assert(Writes<Session>);
static_assert(!Writes<ReadSession>, "what writes must not compile");
static_assert(std::derived_from<Session, ReadSession>, "a function that reads takes a Session too");
static_assert(!std::constructible_from<Session, ReadSession&>);

TYPED_TEST_P(Reading, AReadSessionReadsInEverySpelling) {
    ReadSession session(this->engine);
    auto& a = Account::columns();
    EXPECT_EQ(session.template get<Account>(1)->owner, "Ann");
    EXPECT_EQ(session.scalars(select(a.owner).order_by(a.owner)).all(), (std::vector<std::string>{"Ann", "Bob"}));
    EXPECT_EQ(session.scalar(select(a.balance).where(a.owner == "Bob")), 100);
    EXPECT_EQ(count_accounts(session), 2);
    EXPECT_EQ(session.template get<Account>(1), session.template get<Account>(1));
    EXPECT_TRUE(session.engine().read_only());
}

TYPED_TEST_P(Reading, AFunctionThatReadsTakesASessionAndSeesItsChanges) {
    Session session(this->engine);
    session.add(Account{.owner = "Cora", .balance = 1});
    EXPECT_EQ(count_accounts(session), 3) << "autoflush";
    session.rollback();
    EXPECT_EQ(count_accounts(session), 2);
    session.commit();
}

TYPED_TEST_P(Reading, WhatIsSmuggledPastTheTypeIsNotWritten) {
    {
        ReadSession session(this->engine);
        auto& a = Account::columns();
        auto ann = session.template get<Account>(1);
        EXPECT_THROW(session.core().execute_write(delete_<Account>().where(a.id == 2).statement()),
                     InvalidRequestError);
        EXPECT_THROW(session.core().connection().exec_driver_sql("DELETE FROM accounts"), InvalidRequestError);
    }
    EXPECT_EQ(balance_of(this->engine, "Bob"), 100);
}

TYPED_TEST_P(Reading, TheDatabaseItselfRefusesWhatLooksLikeReading) {
    ReadSession session(this->engine);
    EXPECT_EQ(count_accounts(session), 2);
    const bool sqlite = this->engine.dialect().name() == "sqlite";
    const char* disguised = sqlite ? "WITH a AS (SELECT 1) DELETE FROM accounts"
                                   : "WITH a AS (DELETE FROM accounts RETURNING id) SELECT count(*) FROM a";
    EXPECT_THROW(session.core().connection().exec_driver_sql(disguised), DBAPIError);
    session.close();
    EXPECT_EQ(count_accounts(session), 2);
}

TYPED_TEST_P(Reading, ChangedObjectsOfAReadSessionAreNeverWritten) {
    const ScopedLogCapture quiet;
    {
        ReadSession session(this->engine);
        session.template get<Account>(1)->balance = 0;
        EXPECT_EQ(count_accounts(session), 2) << "no flush that the database would refuse";
    }
    EXPECT_EQ(balance_of(this->engine, "Ann"), 100);
}

TYPED_TEST_P(Reading, LazyLoadsReadAndRaise) {
    ReadSession session(this->engine);
    auto ann = session.template get<Person>(1);
    ASSERT_EQ(ann->entries.size(), 2u);
    session.close();
    auto entry = session.template query<Entry>().first();
    EXPECT_THROW((void)entry->person->name, InvalidRequestError) << "lazy<\"raise\">";
}

TYPED_TEST_P(Reading, ClosingEndsTheTransactionAndShowsWhatOthersCommitted) {
    ReadSession session(this->engine);
    EXPECT_EQ(count_accounts(session), 2);
    session.close();
    run_transaction(this->engine, [](Session& writer) { writer.add(Account{.owner = "Cora", .balance = 1}); });
    EXPECT_EQ(count_accounts(session), 3);
}

TYPED_TEST_P(Reading, ChangesNameEachRowWithItsOldAndNewValues) {
    Session session(this->engine);
    EXPECT_TRUE(session.changes().empty());
    auto& e = Entry::columns();
    auto first = session.scalars(select<Entry>().where(e.text == "first")).one();
    auto second = session.scalars(select<Entry>().where(e.text == "second")).one();
    first->text = "once";
    first->pages = 7;
    session.delete_(second);
    session.add(Person{.name = "Bob", .password = "open"});

    const auto expected = [](const Value& bobs_key) {
        Changes changes;
        ChangedRow bob{"Person", "people", {bobs_key}, {}};
        if (!bobs_key.is_null()) {
            bob.columns.push_back({"id", Value(), bobs_key});
        }
        bob.columns.push_back({"name", Value(), "Bob"});
        bob.columns.push_back({"password", Value(), "***"});
        changes.new_ = {bob};
        changes.dirty = {{"Entry", "entries", {1}, {{"text", "first", "once"}, {"pages", Value(), 7}}}};
        changes.deleted = {
            {"Entry",
             "entries",
             {2},
             {{"id", 2, Value()}, {"person_id", 1, Value()}, {"text", "second", Value()}, {"pages", 3, Value()}}}};
        return changes;
    };
    EXPECT_EQ(session.changes(), expected(Value())) << to_string(session.changes());
    session.flush();
    EXPECT_EQ(session.changes(), expected(2)) << to_string(session.changes());
    EXPECT_EQ(to_string(session.changes()), "insert people 2: id 2, name 'Bob', password '***'\n"
                                            "update entries 1: text 'first' -> 'once', pages NULL -> 7\n"
                                            "delete entries 2: id 2, person_id 1, text 'second', pages 3\n");
    session.commit();
    EXPECT_TRUE(session.changes().empty());
}

TYPED_TEST_P(Reading, ChangesLeaveOutWhatWasTakenBack) {
    Session session(this->engine);
    auto entry = session.template get<Entry>(1);
    entry->text = "other";
    session.flush();
    EXPECT_EQ(session.changes().dirty.size(), 1u);
    entry->text = "first";
    EXPECT_TRUE(session.changes().empty()) << to_string(session.changes());
    session.flush();
    EXPECT_TRUE(session.changes().empty());
    auto added = session.add(Person{.name = "Bob", .password = "open"});
    session.flush();
    session.delete_(added);
    EXPECT_TRUE(session.changes().empty());
    session.flush();
    EXPECT_TRUE(session.changes().empty());
    session.rollback();
    EXPECT_TRUE(session.changes().empty());
}

TYPED_TEST_P(Reading, ChangesFollowRelationshipsBeforeTheyAreFlushed) {
    Session session(this->engine);
    auto entry = session.template get<Entry>(1);
    auto bob = session.add(Person{.name = "Bob", .password = "open"});
    entry->person = bob;
    const auto move = [&](const Value& key) {
        return std::vector<ChangedRow>{{"Entry", "entries", {1}, {{"person_id", 1, key}}}};
    };
    EXPECT_EQ(session.changes().dirty, move(Value())) << "Bob has no key yet: " << to_string(session.changes());
    session.flush();
    EXPECT_EQ(session.changes().dirty, move(bob->id.get()));
    session.rollback();
}

TYPED_TEST_P(Reading, ChangesShowWhatGoesWithADeletedObject) {
    Session session(this->engine);
    session.delete_(session.template get<Person>(1));
    session.flush();
    const auto changes = session.changes();
    EXPECT_EQ(changes.deleted.size(), 3u) << to_string(changes);
    EXPECT_THAT(to_string(changes), ::testing::HasSubstr("password '***'"));
    EXPECT_THAT(to_string(changes), ::testing::Not(::testing::HasSubstr("sesame")));
    session.rollback();
}

REGISTER_TYPED_TEST_SUITE_P(Reading, AReadSessionReadsInEverySpelling, AFunctionThatReadsTakesASessionAndSeesItsChanges,
                            WhatIsSmuggledPastTheTypeIsNotWritten, TheDatabaseItselfRefusesWhatLooksLikeReading,
                            ChangedObjectsOfAReadSessionAreNeverWritten, LazyLoadsReadAndRaise,
                            ClosingEndsTheTransactionAndShowsWhatOthersCommitted,
                            ChangesNameEachRowWithItsOldAndNewValues, ChangesLeaveOutWhatWasTakenBack,
                            ChangesFollowRelationshipsBeforeTheyAreFlushed, ChangesShowWhatGoesWithADeletedObject);

}  // namespace transactions
