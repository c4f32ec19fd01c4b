// Three tables: a category has many expenses, an expense may have many items.

#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Expense;                                        // declared here, because a category speaks of it
struct Item;

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
    Mapped<std::optional<int>, foreign_key<&Category::id>>   category_id;   // optional: it may have none
    One<Category, back_populates<"expenses">>                category;
    Many<Item, back_populates<"expense">, cascade<"all, delete-orphan">> items;   // its own: they go with it
};

struct Item : Model<Item> {
    static constexpr auto table_name = "items";

    Mapped<int, primary_key>                                 id;
    Mapped<std::string, length<100>>                         name;
    Mapped<Decimal, numeric<12, 2>>                          price;
    Mapped<int, foreign_key<&Expense::id>>                   expense_id;    // not optional: always of an expense
    One<Expense, back_populates<"items">>                    expense;
};

using BudgetSchema = Schema<Category, Expense, Item>;

void fill(Session& session) {
    auto food = session.add(Category{.name = "Food"});
    auto fun = session.add(Category{.name = "Fun"});
    auto market = session.add(Expense{.description = "Market", .category = food});
    session.add(Item{.name = "Bread", .price = "4.20"_dec, .expense = market});
    session.add(Item{.name = "Cheese", .price = "9.80"_dec, .expense = market});
    market->items.push_back(make<Item>({.name = "Flowers", .price = "7.00"_dec}));   // from the other side
    session.add(Expense{.description = "Cinema", .category = fun});
    session.commit();                                  // rows are written in the order that the keys need
}

void print_all(Session& session, const std::string& title) {
    fmt::print("{}:\n", title);
    auto& x = Expense::columns();
    for (auto& expense : session.scalars(select<Expense>().order_by(x.id))) {
        fmt::print("  {} ({})", expense->description, expense->category ? expense->category->name.get() : "none");
        for (auto& item : expense->items) fmt::print(" {} {}", item->name, item->price);
        fmt::print("\n");
    }
}

// Both sides show the change at once; the foreign key is written by the commit.
void move_market_to_fun(Session& session) {
    auto& c = Category::columns();
    auto fun = session.scalars(select<Category>().where(c.name == "Fun")).one();
    auto market = session.get<Expense>(1);
    market->category = fun;
    fmt::print("Fun has {} expenses, the market among them: {}\n", fun->expenses.size(),
               fun->expenses.contains(market));
    session.commit();
}

// Two queries, however many categories there are: one for them, one for all their expenses.
void print_categories(Session& session) {
    auto& c = Category::columns();
    auto query = select<Category>().order_by(c.name).options(selectinload(c.expenses));
    for (auto& category : session.scalars(query)) fmt::print("{}: {}\n", category->name, category->expenses.size());
}

int main() {
    auto engine = create_engine("sqlite:///relationships.db");
    BudgetSchema::drop_all(engine);
    BudgetSchema::create_all(engine);

    Session session(engine);
    fill(session);
    print_all(session, "Three models");
    move_market_to_fun(session);
    print_categories(session);

    // An item without its expense is an orphan, so it is deleted.
    auto market = session.get<Expense>(1);
    market->items.remove(market->items[0]);
    session.commit();
    print_all(session, "Without the bread");

    // The expenses of a deleted category stay, without category; the items of a deleted expense go.
    session.delete_(market->category.ref());
    session.delete_(session.get<Expense>(2));
    session.commit();
    print_all(session, "Without the category and the cinema");
    session.delete_(market);
    session.commit();
    fmt::print("{} items are left\n", session.query<Item>().count());
}
