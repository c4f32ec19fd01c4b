// A lending library, written with nothing but README.md and docs/tutorial/: which books there are, who has them, which
// are overdue. It is built like any program of a user and its output is compared with books_and_loans.out.

#include <chrono>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Loan;

struct Book : Model<Book> {
    static constexpr auto table_name = "books";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<17>, unique> isbn;
    Mapped<std::string, length<200>> title;
    Many<Loan, back_populates<"book">, cascade<"all, delete-orphan">> loans;
};

struct Loan : Model<Loan> {
    static constexpr auto table_name = "loans";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<80>> reader;
    Mapped<Date> taken;
    Mapped<Date, index> due;
    Mapped<std::optional<Date>> returned;
    Mapped<int, foreign_key<&Book::id>> book_id;
    One<Book, back_populates<"loans">> book;

    static auto table_args() {
        auto& l = columns();
        return TableArgs{check("due_after_taken", l.due > l.taken)};
    }
};

using LibrarySchema = Schema<Book, Loan>;

const Date today(2026, 11, 22);

void buy(Session& session, const std::string& isbn, const std::string& title) {
    session.add(Book{.isbn = isbn, .title = title});
    try {
        session.commit();
        fmt::print("bought {}\n", title);
    } catch (const IntegrityError& error) {
        session.rollback();
        if (error.kind() != IntegrityKind::unique)
            throw;
        fmt::print("not bought {}: we have {} already\n", title, isbn);
    }
}

Ref<Book> book_with(Session& session, const std::string& isbn) {
    auto& b = Book::columns();
    auto book = session.query<Book>().filter(b.isbn == isbn).one_or_none();
    if (!book)
        throw std::runtime_error("no book has the ISBN " + isbn);
    return book;
}

// Does not commit: several loans may be one transaction.
void lend(Session& session, const std::string& isbn, const std::string& reader, Date day) {
    auto book = book_with(session, isbn);
    for (auto& loan : book->loans)
        if (!loan->returned)
            throw std::runtime_error(book->title + " is lent to " + loan->reader);
    session.add(Loan{.reader = reader, .taken = day, .due = day + std::chrono::days(28), .book = book});
}

void lend_both(const Engine& engine, const std::string& first, const std::string& second, const std::string& reader) {
    Session session(engine);
    try {
        lend(session, first, reader, today);
        lend(session, second, reader, today);
        session.commit();
        fmt::print("lent both to {}\n", reader);
    } catch (const std::runtime_error& error) {
        session.rollback();
        fmt::print("lent neither to {}: {}\n", reader, error.what());
    }
}

void give_back(Session& session, const std::string& isbn) {
    auto& l = Loan::columns();
    auto& b = Book::columns();
    auto loan = session.scalars(select<Loan>().join(l.book).where(b.isbn == isbn, l.returned == std::nullopt)).one();
    loan->returned = today;
    session.commit();
    fmt::print("{} gave back {}\n", loan->reader, loan->book->title);
}

void who_has_what(Session& session) {
    auto& l = Loan::columns();
    auto& b = Book::columns();
    auto lent = select(b.title, l.reader, l.due).join(b.loans).where(l.returned == std::nullopt).order_by(b.title);
    fmt::print("lent:\n");
    for (auto [title, reader, due] : session.execute(lent))
        fmt::print("  {:16} {:6} until {}\n", title, reader, due);
}

void overdue(Session& session) {
    auto& l = Loan::columns();
    auto late =
        select<Loan>().where(l.returned == std::nullopt, l.due < today).order_by(l.due).options(selectinload(l.book));
    fmt::print("overdue:\n");
    for (auto& loan : session.scalars(late))
        fmt::print("  {:16} {:6} {} days\n", loan->book->title, loan->reader, (today - loan->due).count());
}

void loans_of_each_reader(Session& session) {
    auto& l = Loan::columns();
    auto readers = select(l.reader, func::count(l.id)).group_by(l.reader).order_by(func::count(l.id).desc(), l.reader);
    fmt::print("readers:\n");
    for (auto [reader, loans] : session.execute(readers))
        fmt::print("  {:6} {}\n", reader, loans);
}

int main() {
    auto engine = create_engine("sqlite:///library.db");
    LibrarySchema::drop_all(engine);
    LibrarySchema::create_all(engine);

    Session session(engine);
    buy(session, "978-1-4028-9462-6", "Garden Walls");
    buy(session, "978-3-16-148410-0", "The Long Ford");
    buy(session, "978-0-306-40615-7", "Salt and Rye");
    buy(session, "978-3-16-148410-0", "The Long Ford");

    lend(session, "978-1-4028-9462-6", "Ada", Date(2026, 10, 1));
    lend(session, "978-3-16-148410-0", "Ben", Date(2026, 10, 20));
    session.commit();
    who_has_what(session);
    overdue(session);

    session.commit();  // ends the reading, before another session writes
    lend_both(engine, "978-0-306-40615-7", "978-3-16-148410-0", "Ada");
    give_back(session, "978-3-16-148410-0");
    lend_both(engine, "978-0-306-40615-7", "978-3-16-148410-0", "Ada");
    who_has_what(session);
    overdue(session);
    loans_of_each_reader(session);

    try {
        lend(session, "978-0-000-00000-0", "Ben", today);
    } catch (const std::runtime_error& error) {
        fmt::print("{}\n", error.what());
    }
    session.delete_(book_with(session, "978-1-4028-9462-6"));  // its loans go with it
    session.commit();
    loans_of_each_reader(session);
}
