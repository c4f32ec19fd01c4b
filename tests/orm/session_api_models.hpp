#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/orm.hpp>

namespace session_api {

using namespace athanor;

struct Expense;
struct User : Model<User> {
    static constexpr auto table_name = "users";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> email;
    Mapped<std::string, length<50>, secret> token;
    Many<Expense, back_populates<"user">, cascade<"all, delete-orphan">> expenses;
};
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Mapped<std::string, length<7>> colour = "#888888";
    Many<Expense, back_populates<"category">> expenses;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<std::optional<int>, foreign_key<&User::id>> user_id;
    Mapped<std::optional<int>, foreign_key<&Category::id>, index> category_id;
    Mapped<std::string, length<20>> description;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<Date> day = Date(2026, 1, 1);
    Mapped<DateTime, default_now> created_at;
    Mapped<std::optional<std::string>> note;
    One<User, back_populates<"expenses">> user;
    One<Category, back_populates<"expenses">> category;
    static auto table_args() {
        auto& e = columns();
        return TableArgs{check("amount_positive", e.amount > 0)};
    }
};
/// Every kind of value, with and without NULL.
struct Everything : Model<Everything> {
    static constexpr auto table_name = "everything";
    Mapped<std::string, primary_key, length<10>> code;
    Mapped<bool> flag;
    Mapped<int> small;
    Mapped<std::int64_t> big;
    Mapped<double> real;
    Mapped<std::string> text;
    Mapped<Bytes> bytes;
    Mapped<Decimal, numeric<18, 4>> money;
    Mapped<Date> day;
    Mapped<DateTime> instant;
    Mapped<Uuid> uuid;
    Mapped<std::optional<int>> maybe;
};
/// A shelf's books come with it, a book's pages with the book; a page does not load its book by itself.
struct Book;
struct Page;
struct Shelf : Model<Shelf> {
    static constexpr auto table_name = "shelves";
    Mapped<int, primary_key> id;
    Many<Book, back_populates<"shelf">, lazy<"selectin">> books;
};
struct Book : Model<Book> {
    static constexpr auto table_name = "books";
    Mapped<int, primary_key> id;
    Mapped<std::optional<int>, foreign_key<&Shelf::id>, on_delete<"CASCADE">> shelf_id;
    One<Shelf, back_populates<"books">, lazy<"selectin">> shelf;
    Many<Page, back_populates<"book">, lazy<"selectin">> pages;
};
struct Page : Model<Page> {
    static constexpr auto table_name = "pages";
    Mapped<int, primary_key> id;
    Mapped<std::optional<int>, foreign_key<&Book::id>> book_id;
    One<Book, back_populates<"pages">, lazy<"raise">> book;
};
using TestSchema =
    Schema<Expense, Everything, Page, Book, Shelf, Category, User>;  // not in the order of the foreign keys

/// The statements that ran while this lives, without parameters and times.
class Statements {
public:
    [[nodiscard]] std::vector<std::string> list() const {
        std::vector<std::string> result;
        for (const std::string& message : capture_.messages("athanor.engine")) {
            if (!message.empty() && message.front() != '[')
                result.push_back(message.substr(0, message.find(" [parameters:")));
        }
        return result;
    }
    [[nodiscard]] const ScopedLogCapture& capture() const { return capture_; }

private:
    ScopedLogCapture capture_;
};

}  // namespace session_api
