// Three models and ten queries, in one file: what the compiler needs for a small program.
#include <athanor/orm.hpp>

using namespace athanor;

namespace {

struct Expense;
struct User : Model<User> {
    static constexpr auto table_name = "users";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<200>, unique> email;
    Mapped<std::string, length<100>> name;
    Many<Expense, back_populates<"user">> expenses;
};
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Many<Expense, back_populates<"category">> expenses;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<200>> description;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<Date> date;
    Mapped<int, foreign_key<&User::id>> user_id;
    Mapped<std::optional<int>, foreign_key<&Category::id>> category_id;
    One<User, back_populates<"expenses">> user;
    One<Category, back_populates<"expenses">> category;
};
using BudgetSchema = Schema<User, Category, Expense>;

}  // namespace

int main() {
    const auto engine = create_engine("sqlite://");
    BudgetSchema::create_all(engine);
    Session session(engine);
    auto food = session.add(Category{.name = "Food"});
    auto ann = session.add(User{.email = "ann@example.org", .name = "Ann"});
    session.add(Expense{.description = "Groceries", .amount = "52.50"_dec, .user = ann, .category = food});
    session.commit();

    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto& u = User::columns();
    std::size_t rows = 0;
    for (auto& expense : session.scalars(select<Expense>().where(e.amount > 50).order_by(e.amount.desc())))
        rows += expense->description.size();
    rows += session.scalars(select<User>().where(u.email.like("%@example.org"))).size();
    rows += session.scalars(select<Category>().where(c.name == "Food")).size();
    for (auto& [name, total, n] : session.execute(
             select(c.name, func::sum(e.amount).label("total"), func::count(e.id)).join(c.expenses).group_by(c.name)))
        rows += name.size() + static_cast<std::size_t>(n);
    rows +=
        session
            .execute(
                select(u.name, func::count(e.id)).outerjoin(u.expenses).group_by(u.name).having(func::count(e.id) > 1))
            .size();
    rows += session.scalar(select(func::max(e.amount))) ? 1 : 0;
    rows += session.query<Expense>().filter(e.date >= Date(2026, 1, 1), e.category_id.is_not_null()).all().size();
    rows +=
        session
            .scalars(
                select<Expense>().join(e.category).where(c.name.in_({"Food", "Rent"})).options(selectinload(e.user)))
            .size();
    session.execute(update<Expense>().where(e.amount < 0).values(e.amount, 0));
    session.execute(delete_<Expense>().where(e.description == "" || e.amount.between(1, 2)));
    return rows == 0 ? 1 : 0;
}
