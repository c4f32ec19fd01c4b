// What docs/sessions.md shows.

#include <fmt/format.h>

#include <athanor/orm/changes.hpp>

#include "library.hpp"

namespace sessions_page {

//! [all-or-nothing]
inline void add_trilogy(const Engine& engine) {
    Session session(engine);  // rolls back when it is destroyed, unless committed

    auto author = session.add(Author{.name = "Cora Vale"});
    session.add(Book{.title = "Dust", .price = "12.00"_dec, .published = Date(2019, 3, 1), .author = author});
    session.add(Book{.title = "Rain", .price = "13.50"_dec, .published = Date(2021, 9, 14), .author = author});

    auto third = make<Book>({.title = "Snow", .price = "15.00"_dec, .published = Date(2024, 2, 2)});
    author->books.push_back(third);  // follows its author into the session

    session.commit();  // one transaction: BEGIN, the author, the three books, COMMIT
}
//! [all-or-nothing]

//! [get-and-change]
inline void raise_price(Session& session, int id) {
    Ref<Book> book = session.get<Book>(id);  // empty if there is no such row
    if (!book) return;
    book->price += "1.00"_dec;
    book->copies = book->copies.get();  // the value it has: nothing to write
    session.commit();                   // UPDATE books SET price = … WHERE id = …
}
//! [get-and-change]

//! [in-step]
inline void move_book(Session& session, const Ref<Book>& book, const Ref<Author>& to) {
    book->author = to;  // also leaves the one collection and enters the other, at once
    if (!to->books.contains(book)) throw std::logic_error("the two sides are out of step");
    session.flush();    // now book->author_id is written too
}
//! [in-step]

//! [delete]
inline void remove_author(Session& session, const Ref<Author>& author) {
    session.delete_(author);  // cascade "all": the books go too
    session.commit();
}

inline void drop_first_book(Session& session, const Ref<Author>& author) {
    author->books.remove(author->books[0]);  // delete-orphan: a book without its author is deleted
    session.commit();
}
//! [delete]

//! [failure]
inline bool register_author(Session& session, const std::string& name) {
    session.add(Author{.name = name});
    try {
        session.commit();
        return true;
    } catch (const IntegrityError& error) {
        if (error.kind() != IntegrityKind::unique) throw;
        session.rollback();  // needed before the session can be used again
        return false;
    }
}
//! [failure]

//! [reload]
inline void reload(Session& session, const Ref<Book>& book) {
    session.refresh(book);  // reads the row again, forgets unflushed changes

    for (auto& each : session.scalars(select<Book>().populate_existing()))  // the same for every row of a query
        fmt::print("{}\n", each->title);
}
//! [reload]

//! [many-rows]
inline Decimal worth(Session& session) {
    Decimal total;
    auto& b = Book::columns();
    for (int last = 0;;) {
        auto books = session.scalars(select<Book>().where(b.id > last).order_by(b.id).limit(1000)).all();
        if (books.empty()) return total;
        for (auto& book : books) total += book->price.get() * Decimal(book->copies.get());
        last = books.back()->id;
        books.clear();
        session.release_unused();  // lets go of loaded objects that nobody holds and nothing changed
    }
}
//! [many-rows]

//! [reading]
inline std::int64_t copies_of(ReadSession& session, const std::string& name) {  // a Session does as well
    auto& b = Book::columns();
    auto& a = Author::columns();
    return session.scalar(select(func::sum(b.copies)).join(b.author).where(a.name == name)).value_or(0);
}

inline std::int64_t report(const Engine& engine) {
    ReadSession session(engine);  // no add, no flush, no commit; the database refuses to write in its transaction
    return copies_of(session, "Cora Vale");
}
//! [reading]

//! [changes]
inline std::string preview(Session& session, int id) {
    session.get<Book>(id)->price += "1.00"_dec;
    session.flush();  // the database has agreed to it
    const Changes changes = session.changes();  // new_, dirty and deleted rows, with old and new values
    session.rollback();
    return to_string(changes);  // update books 1: price 12.00 -> 13.00
}
//! [changes]

}  // namespace sessions_page
