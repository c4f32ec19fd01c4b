// What docs/queries.md shows.

#include <fmt/format.h>

#include "library.hpp"

namespace queries_page {

//! [objects]
inline std::vector<Ref<Book>> cheap_books(Session& session) {
    auto& b = Book::columns();  // always auto&
    return session.scalars(select<Book>().where(b.price < 10, b.copies > 0).order_by(b.price, b.title.desc()).limit(20)).all();
}
//! [objects]

//! [rows]
inline void print_prices(Session& session) {
    auto& b = Book::columns();
    auto& a = Author::columns();
    auto prices = select(a.name, b.title, (b.price * b.copies).label("value")).join(a.books).order_by(a.name, b.title);
    for (auto [author, title, value] : session.execute(prices))  // std::string, std::string, Decimal
        fmt::print("{:20} {:20} {:>10}\n", author, title, value);
}
//! [rows]

//! [conditions]
inline auto interesting() {
    auto& b = Book::columns();
    return select<Book>().where((b.title.ilike("%dust%") || b.title.startswith("Ra")) &&
                                b.published.between(Date(2018, 1, 1), Date(2022, 12, 31)) &&
                                !b.copies.in_({0, 1}) && b.isbn == std::nullopt);
}
//! [conditions]

//! [run-time]
inline std::int64_t count_books(Session& session, std::optional<Decimal> at_most, std::optional<std::string> author) {
    auto& b = Book::columns();
    auto& a = Author::columns();
    auto books = select(func::count(b.id)).join(b.author);
    if (at_most) books = books.where(b.price <= *at_most);
    if (author) books = books.where(a.name == *author);  // the same type, whatever was added
    return session.scalar(books).value();
}
//! [run-time]

//! [aggregates]
inline void statistics(Session& session) {
    auto& b = Book::columns();
    auto& a = Author::columns();

    // Without GROUP BY there may be no row to add up, so the type is std::optional<Decimal>; a count always is a number.
    auto [total, dearest, books] = session.execute(select(func::sum(b.price), func::max(b.price), func::count(b.id))).one();
    fmt::print("{} books, {} together, {} at most\n", books, total.value_or(0), dearest.value_or(0));

    auto by_author = select(a.name, func::count(b.id), func::avg(b.price).label("average"))
                         .join(a.books)
                         .group_by(a.name)
                         .having(func::count(b.id) >= 2)
                         .order_by(func::sum(b.price).desc());
    for (auto [name, n, average] : session.execute(by_author))  // std::string, std::int64_t, Decimal
        fmt::print("{:20} {:>3} {:>8}\n", name, n, average.rounded(2));
}
//! [aggregates]

//! [outer-join]
inline std::vector<std::string> authors_without_books(Session& session) {
    auto& b = Book::columns();
    auto& a = Author::columns();
    std::vector<std::string> names;
    for (auto [author, title] : session.execute(select<Author>(b.title).outerjoin(a.books)))  // title: std::optional
        if (!title) names.push_back(author->name);
    return names;
}
//! [outer-join]

//! [alias]
inline auto pairs_of_the_same_price() {
    auto& b = Book::columns();
    auto& other = aliased<Book, "other">();
    return select(b.title, other.title).join(other, b.price == other.price && b.id < other.id);
}
//! [alias]

//! [query]
inline Ref<Book> dearest(Session& session) {
    auto& b = Book::columns();
    return session.query<Book>().filter(b.copies > 0).order_by(b.price.desc()).first();
}
//! [query]

//! [selectin]
inline std::size_t shelf_size(Session& session) {
    auto& a = Author::columns();
    std::size_t books = 0;
    for (auto& author : session.scalars(select<Author>().options(selectinload(a.books))))  // two queries, not one per author
        books += author->books.size();
    return books;
}
//! [selectin]

//! [writes]
inline void clear_out(Session& session) {
    auto& b = Book::columns();
    session.execute(update<Book>().where(b.copies > 10).values(b.price, b.price - "0.50"_dec));
    session.execute(delete_<Book>().where(b.copies == 0));
    session.execute(insert<Author>().values(Author::columns().name, "Unknown"));
    session.commit();
}
//! [writes]

//! [raw]
inline std::int64_t count_as_text(Session& session) {
    return session.connection().exec_driver_sql("SELECT count(*) FROM books WHERE copies > 0").rows[0][0].as_int64();
}
//! [raw]

}  // namespace queries_page
