// Runs what docs/mapping.md shows.

#include "../../docs/snippets/mapping.cpp"
#include "docs/page_suite.hpp"

using namespace mapping_page;
using athanor::testing::MappingPage;

TEST_P(MappingPage, ItsModelsMakeASchemaThatTheDatabaseTakes) {
    using Everything = Schema<Loan, Chapter, Person, Note, Librarian, Member, Book, Author>;
    Everything::create_all(engine);
    Session session(engine);
    auto author = session.add(Author{.name = "Cora Vale"});
    auto book =
        session.add(Book{.title = "Dust", .price = "12.00"_dec, .published = Date(2019, 3, 1), .author = author});
    session.add(Loan{.reader = "Ada", .taken = Date(2026, 3, 1), .due = Date(2026, 3, 29), .book = book});
    session.commit();
    EXPECT_EQ(session.query<Loan>().one()->state, "open") << "the server's default was read back";

    session.add(Loan{.reader = "Bo", .taken = Date(2026, 3, 1), .due = Date(2026, 2, 1), .book = book});
    try {
        session.commit();
        FAIL() << "it is due before it is taken";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.details().constraint, "ck_loans_due_later");
    }
    session.rollback();
    EXPECT_EQ(session.query<Loan>().count(), 1);
}

TEST_P(MappingPage, ConstraintsHaveTheNamesThatThePageTells) {
    const MetaData& metadata = Schema<Loan, Book, Author>::metadata();
    const Table& loans = *metadata.find("loans");
    EXPECT_EQ(loans.checks().at(0).name, "ck_loans_due_later");
    EXPECT_EQ(loans.uniques().at(0).name, "uq_loans_book_id_reader");
    EXPECT_EQ(loans.indexes().at(0).name, "ix_loans_state_due");
    EXPECT_EQ(loans.foreign_keys().at(0).name, "fk_loans_book_id_books");
}

TEST_P(MappingPage, ViaPicksOneOfTwoKeysToTheSameTable) {
    Schema<Person, Chapter>::create_all(engine);
    Session session(engine);
    auto writer = session.add(Person{.name = "Cora"});
    auto editor = session.add(Person{.name = "Ed"});
    auto chapter = session.add(Chapter{.writer = writer, .editor = editor});
    session.commit();
    EXPECT_EQ(chapter->writer_id, writer->id);
    EXPECT_EQ(chapter->editor_id, editor->id);
    EXPECT_EQ(writer->written.size(), 1u);
    EXPECT_TRUE(editor->written.empty());
}

TEST_P(MappingPage, ARelationshipThatRaisesIsLoadedByItsQueryOnly) {
    Schema<Person, Chapter>::create_all(engine);
    Session session(engine);
    session.add(Chapter{.writer = make<Person>({.name = "Cora"}), .editor = make<Person>({.name = "Ed"})});
    session.commit();
    session.close();
    auto chapter = session.query<Chapter>().one();
    try {
        (void)chapter->editor.ref();
        FAIL() << "it was loaded all the same";
    } catch (const InvalidRequestError& error) {
        EXPECT_NE(error.message().find("Chapter.editor"), std::string::npos) << error.what();
    }
    EXPECT_EQ(chapter->writer->name, "Cora");
    session.close();
    chapter = session.query<Chapter>().options(selectinload(Chapter::columns().editor)).one();
    EXPECT_EQ(chapter->editor->name, "Ed");
}

TEST_P(MappingPage, AnEmbeddedStructIsColumnsOfTheTableAroundIt) {
    Schema<Note>::create_all(engine);
    Session session(engine);
    auto note = session.add(Note{.text = "x"});
    session.commit();
    EXPECT_EQ(note->times.created_at, note->times.updated_at);
    auto& n = Note::columns();
    EXPECT_EQ(session.query<Note>().filter(n.times.created_at > DateTime::parse("2020-01-01T00:00:00Z")).count(), 1);
}

TEST_P(MappingPage, MembersReadLikeTheirValues) {
    Book book{.title = "Dust", .price = "12.00"_dec, .isbn = "978-3-16-148410-0"};
    EXPECT_EQ(describe(book), "Dust (978-3-16-148410-0)");
    const Book again = reprint(book);
    EXPECT_EQ(again.copies, 101);
    EXPECT_EQ(describe(again), "Dust, 12.00");
    EXPECT_EQ(book.copies, 1);
}
