// Runs what docs/sessions.md shows.

#include "../../docs/snippets/sessions.cpp"
#include "docs/page_suite.hpp"

using namespace sessions_page;
using athanor::testing::SessionsPage;

namespace {

void fill(const Engine& engine) {
    LibrarySchema::create_all(engine);
    add_trilogy(engine);
}

}  // namespace

TEST_P(SessionsPage, AnAuthorAndThreeBooksAreOneTransaction) {
    fill(engine);
    Session session(engine);
    EXPECT_EQ(session.query<Book>().count(), 3);
    EXPECT_EQ(session.query<Author>().one()->books.size(), 3u);
}

TEST_P(SessionsPage, AChangeIsWrittenAndAnUnknownKeyIsNoError) {
    fill(engine);
    Session session(engine);
    const int id = session.query<Book>().first()->id;
    const Decimal before = session.get<Book>(id)->price;
    raise_price(session, id);
    raise_price(session, 12345);
    session.close();
    EXPECT_EQ(session.get<Book>(id)->price, before + 1);
}

TEST_P(SessionsPage, BothSidesOfARelationshipStayInStep) {
    fill(engine);
    Session session(engine);
    auto other = session.add(Author{.name = "Nils Oake"});
    auto book = session.query<Book>().first();
    move_book(session, book, other);
    EXPECT_EQ(book->author_id, other->id);
    EXPECT_EQ(session.query<Author>().order_by(Author::columns().id).first()->books.size(), 2u);
}

TEST_P(SessionsPage, DeletingFollowsTheCascades) {
    fill(engine);
    Session session(engine);
    auto author = session.query<Author>().one();
    drop_first_book(session, author);
    EXPECT_EQ(session.query<Book>().count(), 2);
    remove_author(session, author);
    EXPECT_EQ(session.query<Book>().count(), 0);
    EXPECT_EQ(session.query<Author>().count(), 0);
}

TEST_P(SessionsPage, ASecondAuthorOfTheSameNameIsRefused) {
    fill(engine);
    Session session(engine);
    EXPECT_TRUE(register_author(session, "Nils Oake"));
    EXPECT_FALSE(register_author(session, "Nils Oake"));
    EXPECT_EQ(session.query<Author>().count(), 2);
}

TEST_P(SessionsPage, AReloadedObjectHasTheRowsValues) {
    fill(engine);
    Session session(engine);
    auto book = session.query<Book>().first();
    const std::string title = book->title;
    book->title = "changed";
    reload(session, book);
    EXPECT_EQ(book->title, title);
}

TEST_P(SessionsPage, ManyRowsAreReadPieceByPiece) {
    fill(engine);
    Session session(engine);
    EXPECT_EQ(worth(session), "40.50"_dec);
}

TEST_P(SessionsPage, AFunctionThatReadsTakesEitherSession) {
    fill(engine);
    EXPECT_EQ(report(engine), 3);
    Session session(engine);
    EXPECT_EQ(copies_of(session, "Cora Vale"), 3);
    EXPECT_EQ(copies_of(session, "Nobody"), 0);
}

TEST_P(SessionsPage, APreviewSaysWhatWouldChangeAndChangesNothing) {
    fill(engine);
    Session session(engine);
    auto& b = Book::columns();
    const int id = session.scalar(select(b.id).where(b.title == "Dust")).value();
    EXPECT_EQ(preview(session, id), fmt::format("update books {}: price 12.00 -> 13.00\n", id));
    EXPECT_EQ(session.get<Book>(id)->price, "12.00"_dec);
}
