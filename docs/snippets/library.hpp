#pragma once

// The models that the pages of docs/ talk about.

//! [models]
#include <athanor/orm.hpp>
using namespace athanor;

struct Book;

struct Author : Model<Author> {
    static constexpr auto table_name = "authors";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<80>, unique> name;
    Many<Book, back_populates<"author">, cascade<"all, delete-orphan">> books;
};

struct Book : Model<Book> {
    static constexpr auto table_name = "books";

    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Author::id>, index> author_id;
    Mapped<std::string, length<120>> title;
    Mapped<Decimal, numeric<8, 2>> price;
    Mapped<Date> published;
    Mapped<std::optional<std::string>, length<17>, unique> isbn;  // optional: NULL allowed
    Mapped<int> copies = 1;                                       // a plain initialiser is the default
    Mapped<DateTime, default_now> added;
    One<Author, back_populates<"books">> author;
};

using LibrarySchema = Schema<Author, Book>;
//! [models]
