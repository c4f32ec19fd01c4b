// Two models on SQLite in memory: create, commit, query, refuse. Prints what check expects.

#include <cstdio>

#include <fmt/format.h>

#include "models.hpp"

using namespace athanor;

int main() {
    auto engine = create_engine("sqlite://");
    LibrarySchema::create_all(engine);

    Session session(engine);
    auto book = session.add(Book{.title = "Momo", .price = "12.50"_dec});  // the other members are left out
    const int loans = lend(session, book, "Ada", Date(2026, 3, 1));

    auto& b = Book::columns();
    auto& l = Loan::columns();
    for (auto [title, price, reader, since] :
         session.execute(select(b.title, b.price, l.reader, l.since).join(b.loans).where(l.returned.is_null()))) {
        fmt::print("{} {} {} {} {}\n", title, price, reader, since, loans);
    }
    for (auto& loan : session.scalars(select<Loan>().order_by(l.since.desc()))) {
        fmt::print("{} {}\n", loan->book->title, Uuid{} == Uuid{});
    }

    try {
        session.add(Book{.title = "Momo"});
        session.commit();
    } catch (const IntegrityError& error) {
        fmt::print("{} {}\n", error.code(), error.kind() == IntegrityKind::unique);
    }
    session.rollback();

    try {
        (void)create_engine("oracle://nowhere/");
    } catch (const NoSuchModuleError& error) {
        fmt::print("{}\n", error.code());
    }
}
