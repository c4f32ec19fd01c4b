#pragma once

#include <athanor/orm.hpp>

struct Loan;

struct Book : athanor::Model<Book> {
    static constexpr auto table_name = "books";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<120>, unique> title;
    Mapped<athanor::Decimal, numeric<8, 2>> price;
    Mapped<int> copies = 1;
    Many<Loan, back_populates<"book">> loans;
};

struct Loan : athanor::Model<Loan> {
    static constexpr auto table_name = "loans";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<80>> reader;
    Mapped<athanor::Date> since;
    Mapped<std::optional<athanor::Date>> returned;
    Mapped<athanor::DateTime, default_now> noted;
    Mapped<int, foreign_key<&Book::id>> book_id;
    One<Book, back_populates<"loans">> book;
};

using LibrarySchema = athanor::Schema<Book, Loan>;

/// Lends a book out and returns how many loans it has had.
int lend(athanor::Session& session, const athanor::Ref<Book>& book, std::string reader, athanor::Date day);
