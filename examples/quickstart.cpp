#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Expense;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";

    Mapped<int, primary_key>                                 id;
    Mapped<std::string, length<50>, unique>                  name;
    Many<Expense, back_populates<"category">>                expenses;
};

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";

    Mapped<int, primary_key>                                 id;
    Mapped<std::string, length<200>>                         description;
    Mapped<Decimal, numeric<12, 2>>                          amount;
    Mapped<DateTime, default_now>                            date;
    Mapped<std::optional<int>, foreign_key<&Category::id>>   category_id;   // optional = NULL allowed
    One<Category, back_populates<"expenses">>                category;
};

using BudgetSchema = Schema<Category, Expense>;      // explicit: no static-initialisation registry

int main() {
    load_dotenv();                                   // .env, never overriding the real environment
    auto engine = create_engine(env("DATABASE_URL", "sqlite:///budget.db"),
                                {.pool_size = 5, .max_overflow = 10, .pool_pre_ping = true});
    BudgetSchema::create_all(engine);

    Session session(engine);                         // rolls back in its destructor unless committed
    auto food = session.add(Category{.name = "Food"});
    session.add(Expense{.description = "Groceries", .amount = "52.50"_dec, .category = food});
    session.commit();                                // food->id is known now

    auto& e = Expense::columns();                    // the typed columns, for queries: always auto&
    auto& c = Category::columns();
    std::optional<DateTime> since;                   // say, from the command line

    for (auto& expense : session.scalars(select<Expense>().where(e.amount > 50).order_by(e.amount.desc())))
        fmt::print("{}  {}\n", expense->description, expense->category->name);

    auto totals = select(c.name, func::sum(e.amount).label("total"), func::count(e.id))
                      .join(c.expenses)              // ON comes from the relationship
                      .group_by(c.name);
    if (since) totals = totals.where(e.date >= *since);                 // extended at run time, same type
    for (auto [name, total, n] : session.execute(totals))
        fmt::print("{:12} {:>10} {:>4}\n", name, total, n);
}
