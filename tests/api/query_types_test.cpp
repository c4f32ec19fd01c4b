// The type of a row follows from the select list and from FROM, and a column that FROM does not hold does not compile.

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include <athanor/orm.hpp>

using namespace athanor;

namespace query_types {

struct Expense;
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
    Mapped<Decimal, numeric<12, 2>> amount, tax;
    Mapped<int> quantity;
    Mapped<bool> shared;
    Mapped<Date> date;
    Mapped<std::optional<std::string>> note;
    Mapped<std::optional<int>, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
};
struct Employee : Model<Employee> {
    static constexpr auto table_name = "employees";
    Mapped<int, primary_key> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>, foreign_key<&Employee::id>> chief_id;
    One<Employee> chief;
};

std::string sql(const sql::Statement& statement, std::string_view url = "sqlite://") {
    static const Engine sqlite = create_engine("sqlite://");
    static const Engine postgresql = create_engine("postgresql://localhost/none");
    const Engine& engine = url == "sqlite://" ? sqlite : postgresql;
    return engine.compile(statement, engine.dialect().shape(statement))->sql;
}

template <class S>
using row_of = typename std::remove_cvref_t<S>::row;

TEST(QueryTypes, AggregatesAreOptionalWithoutGroupByAndPlainWithIt) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto whole = select(func::sum(e.amount), func::count(e.id), func::avg(e.quantity));
    static_assert(
        std::same_as<row_of<decltype(whole)>, std::tuple<std::optional<Decimal>, std::int64_t, std::optional<double>>>);
    auto grouped =
        select(c.name, func::sum(e.amount).label("total"), func::count(e.id)).join(c.expenses).group_by(c.name);
    static_assert(std::same_as<row_of<decltype(grouped)>, std::tuple<std::string, Decimal, std::int64_t>>);
    EXPECT_EQ(sql(grouped.statement()),
              "SELECT categories.name, sum(expenses.amount) AS total, count(expenses.id) FROM categories "
              "JOIN expenses ON categories.id = expenses.category_id GROUP BY categories.name");
}

TEST(QueryTypes, AnOuterJoinMakesItsColumnsOptional) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto left = select<Category>(e.amount, func::count(e.id)).outerjoin(c.expenses);
    static_assert(
        std::same_as<row_of<decltype(left)>, std::tuple<Ref<Category>, std::optional<Decimal>, std::int64_t>>);
    auto both = select<Category, Expense>().outerjoin(c.expenses);
    static_assert(std::same_as<row_of<decltype(both)>, std::tuple<Ref<Category>, std::optional<Ref<Expense>>>>);
    auto grouped = select(c.name, func::sum(e.amount)).outerjoin(c.expenses).group_by(c.name);
    static_assert(std::same_as<row_of<decltype(grouped)>, std::tuple<std::string, std::optional<Decimal>>>);
    EXPECT_EQ(sql(grouped.statement()),
              "SELECT categories.name, sum(expenses.amount) FROM categories "
              "LEFT OUTER JOIN expenses ON categories.id = expenses.category_id GROUP BY categories.name");
}

TEST(QueryTypes, NullableColumnsAreOptional) {
    auto& e = Expense::columns();
    auto q =
        select(e.note, e.category_id, e.quantity + 1, e.amount * 2, e.note.is_null(), func::coalesce(e.note, "none"));
    static_assert(
        std::same_as<row_of<decltype(q)>,
                     std::tuple<std::optional<std::string>, std::optional<int>, int, Decimal, bool, std::string>>);
}

template <class Q, class X>
concept can_filter = requires(Q q, X x) { q.where(x); };

TEST(QueryTypes, AConditionOnATableThatIsNotInFromDoesNotCompile) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto categories = select<Category>();
    static_assert(!can_filter<decltype(categories), decltype(e.amount > 3)>);
    auto joined = categories.join(c.expenses);
    static_assert(can_filter<decltype(joined), decltype(e.amount > 3)>);
    static_assert(!can_filter<decltype(joined), bool>, "a C++ bool is no condition");
    EXPECT_EQ(
        sql(joined.where(e.amount > 3).statement()),
        "SELECT categories.id, categories.name FROM categories JOIN expenses ON categories.id = expenses.category_id "
        "WHERE expenses.amount > ?");
}

TEST(QueryTypes, StatementsAreValuesExtendedAtRunTime) {
    auto& e = Expense::columns();
    auto base = select<Expense>().where(e.amount > 50);
    auto longer = base;
    if (base.statement().select().where.size() == 1)
        longer = longer.where(e.shared).order_by(e.date.desc(), e.id).limit(5);
    EXPECT_EQ(base.statement().select().where.size(), 1u) << "the statement it was made from is as before";
    EXPECT_EQ(longer.statement().select().where.size(), 2u);
    EXPECT_TRUE(longer.statement().select().limit == 5);
}

TEST(QueryTypes, EveryConditionOfEverydayLifeHasItsSql) {
    auto& e = Expense::columns();
    const auto where = [](const auto& condition) {
        const std::string text = sql(select<Expense>().where(condition).statement(), "postgresql");
        return text.substr(text.find("WHERE ") + 6);
    };
    EXPECT_EQ(where(e.description == "x"), "expenses.description = $1");
    EXPECT_EQ(where(e.description != "x"), "expenses.description != $1");
    EXPECT_EQ(where(50 < e.amount), "$1 < expenses.amount");
    EXPECT_EQ(where(e.amount + e.tax > 3), "expenses.amount + expenses.tax > $1");
    EXPECT_EQ(where(e.amount > 1 && (e.shared || e.quantity < 3)),
              "expenses.amount > $1 AND (expenses.shared OR expenses.quantity < $2)");
    EXPECT_EQ(where(!(e.amount > 1 && e.shared)), "NOT (expenses.amount > $1 AND expenses.shared)");
    EXPECT_EQ(where(e.note == std::nullopt), "expenses.note IS NULL");
    EXPECT_EQ(where(e.note != std::nullopt), "expenses.note IS NOT NULL");
    EXPECT_EQ(where(e.category_id == std::optional<int>()), "expenses.category_id IS NULL")
        << "an empty optional means no value";
    EXPECT_EQ(where(e.description.like("a%")), "expenses.description LIKE $1");
    EXPECT_EQ(where(e.description.ilike("a%")), "expenses.description ILIKE $1");
    EXPECT_EQ(where(e.quantity.in_({1, 2})), "expenses.quantity IN ($1, $2)");
    EXPECT_EQ(where(e.date.between(Date(2026, 1, 1), Date(2026, 2, 1))), "expenses.date BETWEEN $1 AND $2");
    const Expense object{.amount = 5};
    EXPECT_EQ(where(e.amount > object.amount), "expenses.amount > $1") << "an object's member is a value";
    EXPECT_EQ(where(col<&Expense::amount>() > 5), "expenses.amount > $1");
}

TEST(QueryTypes, AnAliasIsASecondSetOfColumns) {
    auto& w = Employee::columns();
    auto& m = aliased<Employee, "m">();
    auto q = select(w.name, m.name).join(w.chief, m).where(m.name == "Boss");
    EXPECT_EQ(sql(q.statement(), "postgresql"), "SELECT employees.name, m.name FROM employees JOIN employees AS m ON "
                                                "m.id = employees.chief_id WHERE m.name = $1");
    auto forgotten = select(w.name).where(m.name == "Boss");
    EXPECT_THROW((void)sql(forgotten.statement()), CompileError);
}

TEST(QueryTypes, WritesByCriteria) {
    auto& e = Expense::columns();
    EXPECT_EQ(
        sql(update<Expense>().where(e.amount < 0).values(e.quantity, e.quantity + 1).values(e.note, "x").statement(),
            "postgresql"),
        "UPDATE expenses SET quantity = expenses.quantity + $1, note = $2 WHERE expenses.amount < $3");
    EXPECT_EQ(sql(delete_<Expense>().where(e.id == 3).statement(), "postgresql"),
              "DELETE FROM expenses WHERE expenses.id = $1");
    auto& c = Category::columns();
    EXPECT_EQ(sql(insert<Category>().values(c.name, "Food").statement(), "postgresql"),
              "INSERT INTO categories (name) VALUES ($1)");
}

TEST(QueryTypes, ARelationshipIsComparedByItsForeignKey) {
    auto& e = Expense::columns();
    const Category food{.id = 7, .name = "Food"};
    const Ref<Category> in_a_block = make<Category>({.id = 8, .name = "Rent"});
    const std::string from = "SELECT expenses.id FROM expenses ";
    const auto q = select(e.id);

    const auto by_object = q.where(e.category == food);
    EXPECT_EQ(sql(by_object.statement()), from + "WHERE expenses.category_id = ?");
    EXPECT_EQ(sql(by_object.statement(), "postgresql"), from + "WHERE expenses.category_id = $1");
    EXPECT_EQ(sql(q.where(e.category == in_a_block && e.amount > 5).statement()),
              from + "WHERE expenses.category_id = ? AND expenses.amount > ?");
    EXPECT_EQ(sql(q.where(in_a_block == e.category).statement()), from + "WHERE expenses.category_id = ?");
    // A row without a category differs from every category, as with SQLAlchemy.
    EXPECT_EQ(sql(q.where(e.category != food).statement()),
              from + "WHERE expenses.category_id != ? OR expenses.category_id IS NULL");

    EXPECT_EQ(sql(q.where(e.category == nullptr).statement()), from + "WHERE expenses.category_id IS NULL");
    EXPECT_EQ(sql(q.where(e.category == Ref<Category>()).statement()), from + "WHERE expenses.category_id IS NULL");
    EXPECT_EQ(sql(q.where(e.category != nullptr).statement()), from + "WHERE expenses.category_id IS NOT NULL");

    auto& m = Employee::columns();
    auto& chief = aliased<Employee, "chief">();
    EXPECT_EQ(sql(select(m.name).join(chief, m.chief_id == chief.id && chief.chief == nullptr).statement()),
              "SELECT employees.name FROM employees JOIN employees AS chief ON "
              "employees.chief_id = chief.id AND chief.chief_id IS NULL");
}

TEST(QueryTypes, ARelationshipIsNotComparedWithAnObjectThatHasNoKeyYet) {
    auto& e = Expense::columns();
    try {
        (void)(e.category == make<Category>({.name = "New"}));
        FAIL() << "compared";
    } catch (const InvalidRequestError& error) {
        EXPECT_NE(
            std::string_view(error.what()).find("Expense.category is compared with a Category that has no id yet"),
            std::string_view::npos)
            << error.what();
        EXPECT_NE(std::string_view(error.what()).find("flush it first"), std::string_view::npos) << error.what();
    }
}

TEST(QueryTypes, AnObjectsOwnRelationshipIsComparedAsPlainCpp) {
    const Ref<Category> food = make<Category>({.id = 7, .name = "Food"});
    const Expense expense{.category = food};
    EXPECT_TRUE(expense.category == food);
    EXPECT_TRUE(expense.category == *food);
    EXPECT_FALSE(expense.category == Category{.id = 7});
    EXPECT_TRUE(expense.category != nullptr);
}

}  // namespace query_types
