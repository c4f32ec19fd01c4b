// Conditions, order, joins, sums and groups: the database looks and counts, the program prints.

#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Expense;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";

    Mapped<int, primary_key>                    id;
    Mapped<std::string, length<50>, unique>     name;
    Many<Expense, back_populates<"category">>   expenses;
};

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";

    Mapped<int, primary_key>                    id;
    Mapped<Date, index>                         date;          // an index, because we look for dates
    Mapped<std::string, length<200>>            description;
    Mapped<Decimal, numeric<12, 2>>             amount;
    Mapped<int, foreign_key<&Category::id>>     category_id;
    One<Category, back_populates<"expenses">>   category;
};

using BudgetSchema = Schema<Category, Expense>;

void fill(Session& session) {
    auto food = session.add(Category{.name = "Food"});
    auto home = session.add(Category{.name = "Home"});
    session.add(Category{.name = "Travel"});                    // nothing was spent on it yet
    session.add_all({
        Expense{.date = Date(2026, 10, 30), .description = "Market", .amount = "31.00"_dec, .category = food},
        Expense{.date = Date(2026, 11, 2), .description = "Groceries", .amount = "52.50"_dec, .category = food},
        Expense{.date = Date(2026, 11, 3), .description = "Rent", .amount = "810.00"_dec, .category = home},
        Expense{.date = Date(2026, 11, 9), .description = "Lamp", .amount = "24.90"_dec, .category = home},
        Expense{.date = Date(2026, 11, 16), .description = "Market", .amount = "27.35"_dec, .category = food},
    });
    session.commit();
}

// Objects: conditions in where, joined by AND. && || ! work too, in parentheses.
void print_large(Session& session) {
    auto& e = Expense::columns();
    auto large = select<Expense>()
                     .where(e.amount > 25, e.date.between(Date(2026, 11, 1), Date(2026, 11, 30)))
                     .order_by(e.amount.desc())
                     .limit(2);
    fmt::print("The two largest of November:\n");
    for (auto& expense : session.scalars(large))
        fmt::print("  {} {:10} {:>8}\n", expense->date, expense->description, expense->amount);
}

// Columns: each row is a tuple with the columns' C++ types.
void print_markets(Session& session) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto rows = select(e.date, e.amount, c.name)
                    .join(e.category)                           // ON follows from the relationship
                    .where(e.description.ilike("%market%"))
                    .order_by(e.date);
    fmt::print("At the market:\n");
    for (auto [date, amount, category] : session.execute(rows)) fmt::print("  {} {:>8} {}\n", date, amount, category);
}

// One row of totals. There may be no row to add up, so a sum is a std::optional; a count is always a number.
void print_total(Session& session) {
    auto& e = Expense::columns();
    auto [total, largest, number] =
        session.execute(select(func::sum(e.amount), func::max(e.amount), func::count(e.id))).one();
    fmt::print("{} expenses, {} together, {} at most\n", number, total.value_or(0), largest.value_or(0));
}

// Groups: one row for each category. having is where for groups.
void print_categories(Session& session) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto groups = select(c.name, func::count(e.id), func::sum(e.amount), func::avg(e.amount))
                      .join(c.expenses)
                      .group_by(c.name)
                      .having(func::sum(e.amount) > 100)
                      .order_by(func::sum(e.amount).desc());
    fmt::print("Categories above 100:\n");
    for (auto [name, number, total, average] : session.execute(groups))
        fmt::print("  {:6} {} {:>8} {:>8} on average\n", name, number, total, average.rounded(2));
}

// An outer join keeps the categories without expenses. The sum of nothing is NULL: an empty std::optional.
void print_all_categories(Session& session) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto groups = select(c.name, func::sum(e.amount)).outerjoin(c.expenses).group_by(c.name).order_by(c.name);
    fmt::print("All categories:\n");
    for (auto [name, total] : session.execute(groups)) fmt::print("  {:6} {:>8}\n", name, total.value_or(0));
}

// A query is a value: conditions are added as the user asks for them.
std::int64_t count_expenses(Session& session, std::optional<std::string> category, std::optional<Date> since) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto query = select(func::count(e.id)).join(e.category);
    if (category) query = query.where(c.name == *category);
    if (since) query = query.where(e.date >= *since);
    return session.scalar(query).value_or(0);
}

int main() {
    auto engine = create_engine("sqlite://");                   // in memory: gone when the program ends
    BudgetSchema::create_all(engine);

    Session session(engine);
    fill(session);
    print_large(session);
    print_markets(session);
    print_total(session);
    print_categories(session);
    print_all_categories(session);
    fmt::print("{} in all, {} for food, {} for food since November\n", count_expenses(session, {}, {}),
               count_expenses(session, "Food", {}), count_expenses(session, "Food", Date(2026, 11, 1)));
}
