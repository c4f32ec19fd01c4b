#pragma once

#include <athanor/orm.hpp>

struct Loan;

struct Book : athanor::Model<Book> {
    static constexpr auto table_name = "books";

    athanor::Mapped<int, athanor::primary_key> id;
    athanor::Mapped<std::string, athanor::length<120>, athanor::unique> title;
    athanor::Mapped<athanor::Decimal, athanor::numeric<8, 2>> price;
    athanor::Mapped<int> copies = 1;
    athanor::Many<Loan, athanor::back_populates<"book">> loans;
};

struct Loan : athanor::Model<Loan> {
    static constexpr auto table_name = "loans";

    athanor::Mapped<int, athanor::primary_key> id;
    athanor::Mapped<std::string, athanor::length<80>> reader;
    athanor::Mapped<athanor::Date> since;
    athanor::Mapped<std::optional<athanor::Date>> returned;
    athanor::Mapped<athanor::DateTime, athanor::default_now> noted;
    athanor::Mapped<int, athanor::foreign_key<&Book::id>> book_id;
    athanor::One<Book, athanor::back_populates<"loans">> book;
};

using LibrarySchema = athanor::Schema<Book, Loan>;

/// Lends a book out and returns how many loans it has had.
int lend(athanor::Session& session, const athanor::Ref<Book>& book, std::string reader, athanor::Date day);
