#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <athanor/core/year_month.hpp>
#include <athanor/orm.hpp>

/// The Budget Tracker: its models, and the services that a command line, a web page or a tool server call.
namespace budget {

using athanor::Model;

struct Expense;

/// Somebody whose expenses are kept. Categories are shared by all users.
struct User : Model<User> {
    static constexpr auto table_name = "users";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<254>, unique> email;
    Mapped<std::string, length<100>> name;
    Mapped<athanor::DateTime, default_now> created_at;
    Many<Expense, back_populates<"user">> expenses;
};

/// What money is spent on.
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Mapped<std::string, length<7>, server_default<"#888888">> color;  ///< #RRGGBB
    Many<Expense, back_populates<"category">> expenses;
};

/// Money that a user spent on a day.
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";

    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&User::id>> user_id;
    Mapped<int, foreign_key<&Category::id>, index> category_id;
    One<User, back_populates<"expenses">> user;
    One<Category, back_populates<"expenses">> category;
    Mapped<std::string, length<200>> description;
    Mapped<athanor::Decimal, numeric<12, 2>> amount;  ///< above zero; also below it in a transfer
    Mapped<athanor::Date> date;
    Mapped<athanor::DateTime, default_now> created_at;
    Mapped<athanor::Uuid, unique> key;  ///< made by the client, so that adding the same expense twice cannot happen
    /// Where an imported expense came from, see import_csv. It stays when the expense is edited.
    Mapped<std::optional<std::string>, length<50>> import_key;
    /// Common to the two halves of a transfer, whose amounts cancel out; nothing for money spent.
    Mapped<std::optional<athanor::Uuid>> transfer_id;

    static auto table_args() {
        auto& e = columns();
        return athanor::TableArgs{
            athanor::check("only_transfers_are_negative", e.amount > 0 || e.transfer_id != std::nullopt),
            athanor::unique_together(e.user_id, e.import_key), athanor::unique_together(e.transfer_id, e.amount),
            athanor::index_on(e.user_id, e.date)};
    }
};

/// What a tool server changed, for whom and by what: written in the transaction of the change.
struct AuditEntry : Model<AuditEntry> {
    static constexpr auto table_name = "audit_entries";

    Mapped<int, primary_key> id;
    Mapped<athanor::DateTime, default_now> created_at;
    Mapped<int, foreign_key<&User::id>, index> user_id;
    Mapped<std::string, length<200>> client;    ///< as the program that called names itself, with its version
    Mapped<std::string, length<20>> transport;  ///< "stdio", "http"
    Mapped<std::string, length<64>> tool;
    Mapped<std::string> arguments;  ///< JSON; of a long text its beginning
    Mapped<std::string> change;     ///< a line for each row, as athanor::to_string of athanor::Changes gives them
};

using BudgetSchema = athanor::Schema<User, Category, Expense, AuditEntry>;

}  // namespace budget
