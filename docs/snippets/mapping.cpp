// What docs/mapping.md shows.

#include "library.hpp"

namespace mapping_page {

//! [table-args]
struct Loan : Model<Loan> {
    static constexpr auto table_name = "loans";

    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Book::id>, on_delete<"CASCADE">> book_id;
    Mapped<std::string, length<80>> reader;
    Mapped<Date, default_now> taken;
    Mapped<Date> due;
    Mapped<std::string, length<10>, server_default<"open">> state;
    One<Book> book;

    static auto table_args() {
        auto& l = columns();
        return TableArgs{check("due_later", l.due > l.taken), unique_together(l.book_id, l.reader),
                         index_on(l.state, l.due)};
    }
};
//! [table-args]

//! [two-keys]
struct Chapter;

struct Person : Model<Person> {
    static constexpr auto table_name = "people";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<80>> name;
    Many<Chapter, back_populates<"writer">> written;
};

struct Chapter : Model<Chapter> {
    static constexpr auto table_name = "chapters";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Person::id>> writer_id;
    Mapped<std::optional<int>, foreign_key<&Person::id>> editor_id;
    One<Person, back_populates<"written">, via<&Chapter::writer_id>> writer;
    One<Person, via<&Chapter::editor_id>, lazy<"raise">> editor;  // asked for in the query, or refused
};
//! [two-keys]

//! [embedded]
template <class Owner>
struct Timestamps {
    MappedIn<Owner, DateTime, default_now> created_at, updated_at;
};

struct Note : Model<Note> {
    static constexpr auto table_name = "notes";
    Mapped<int, primary_key> id;
    Mapped<std::string> text;
    Timestamps<Note> times;  // columns created_at and updated_at of table notes
};
//! [embedded]

//! [subclass]
struct Member : Model<Member> {
    static constexpr auto table_name = "members";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<80>> name;
};

struct Librarian : Subclass<Librarian, Member> {
    static constexpr auto table_name = "librarians";
    Mapped<int> desk;
    using own = own_columns<&Librarian::desk>;
};
//! [subclass]

//! [plain-values]
inline std::string describe(const Book& book) {
    if (book.isbn) return book.title + " (" + *book.isbn + ")";
    return book.title + ", " + book.price->to_string();
}

inline Book reprint(Book book) {  // a copy: a value of its own, not the row it came from
    book.copies += 100;
    book.isbn = std::nullopt;
    return book;
}
//! [plain-values]

}  // namespace mapping_page
