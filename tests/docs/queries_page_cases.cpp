// Runs what docs/queries.md shows.

#include "../../docs/snippets/queries.cpp"
#include "docs/page_suite.hpp"

using namespace queries_page;
using athanor::testing::QueriesPage;

namespace {

/// A session on a database with three authors and three books.
Session filled(const Engine& engine) {
    LibrarySchema::create_all(engine);
    Session session(engine);
    auto cora = session.add(Author{.name = "Cora Vale"});
    auto nils = session.add(Author{.name = "Nils Oake"});
    session.add(Author{.name = "Una Quiet"});
    session.add(Book{.title = "Dust", .price = "9.50"_dec, .published = Date(2019, 3, 1), .copies = 3, .author = cora});
    session.add(
        Book{.title = "Rain", .price = "13.50"_dec, .published = Date(2021, 9, 14), .copies = 12, .author = cora});
    session.add(Book{.title = "Salt", .price = "9.50"_dec, .published = Date(2023, 5, 5), .copies = 0, .author = nils});
    session.commit();
    return session;
}

std::string text_of(const Engine& engine, const sql::Statement& statement) {
    return engine.compile(statement, engine.dialect().shape(statement))->sql;
}

}  // namespace

TEST_P(QueriesPage, ObjectsComeInTheOrderAskedFor) {
    Session session = filled(engine);
    const auto books = cheap_books(session);
    ASSERT_EQ(books.size(), 1u);
    EXPECT_EQ(books[0]->title, "Dust");
}

TEST_P(QueriesPage, RowsHaveTheTypesOfTheirColumns) {
    Session session = filled(engine);
    ::testing::internal::CaptureStdout();
    print_prices(session);
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "Cora Vale            Dust                      28.50\n"
                                                        "Cora Vale            Rain                     162.00\n"
                                                        "Nils Oake            Salt                       0.00\n");
}

TEST_P(QueriesPage, ConditionsAreCombined) {
    Session session = filled(engine);
    const auto books = session.scalars(interesting()).all();
    ASSERT_EQ(books.size(), 2u);
    EXPECT_EQ(books[0]->title, "Dust");
    EXPECT_EQ(books[1]->title, "Rain");
}

TEST_P(QueriesPage, ConditionsAreAddedAtRunTime) {
    Session session = filled(engine);
    EXPECT_EQ(count_books(session, {}, {}), 3);
    EXPECT_EQ(count_books(session, 10, {}), 2);
    EXPECT_EQ(count_books(session, 10, "Cora Vale"), 1);
}

TEST_P(QueriesPage, TheDatabaseAddsUp) {
    Session session = filled(engine);
    ::testing::internal::CaptureStdout();
    statistics(session);
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "3 books, 32.50 together, 13.50 at most\n"
                                                        "Cora Vale              2    11.50\n");
}

TEST_P(QueriesPage, AnOuterJoinKeepsTheLeftSide) {
    Session session = filled(engine);
    EXPECT_EQ(authors_without_books(session), std::vector<std::string>{"Una Quiet"});
}

TEST_P(QueriesPage, AnAliasMeetsItsTableTwice) {
    Session session = filled(engine);
    const auto statement = pairs_of_the_same_price();
    EXPECT_EQ(text_of(engine, statement.statement()), "SELECT books.title, other.title FROM books JOIN books AS other "
                                                      "ON books.price = other.price AND books.id < other.id");
    const auto pairs = session.execute(statement).all();
    ASSERT_EQ(pairs.size(), 1u);
    EXPECT_EQ(pairs[0], std::make_tuple(std::string("Dust"), std::string("Salt")));
}

TEST_P(QueriesPage, TheFamiliarSpelling) {
    Session session = filled(engine);
    EXPECT_EQ(dearest(session)->title, "Rain");
}

TEST_P(QueriesPage, SelectinNeedsTwoQueries) {
    Session session = filled(engine);
    session.close();
    const auto before = engine.statistics().driver.round_trips;
    EXPECT_EQ(shelf_size(session), 3u);
    EXPECT_EQ(engine.statistics().driver.round_trips - before, 2u);
}

TEST_P(QueriesPage, WritesByCriteriaChangeTheDatabase) {
    Session session = filled(engine);
    clear_out(session);
    session.close();
    EXPECT_EQ(session.query<Book>().count(), 2);
    EXPECT_EQ(dearest(session)->price, "13.00"_dec);
    EXPECT_EQ(session.query<Author>().filter(Author::columns().name == "Unknown").count(), 1);
}

TEST_P(QueriesPage, TextOfSqlIsHandedThrough) {
    Session session = filled(engine);
    EXPECT_EQ(count_as_text(session), 2);
}
