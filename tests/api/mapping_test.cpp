// The mapping mechanism carries further than the Budget Tracker needs: embedded structs, subclasses with a table of
// their own, models that refer to each other, composite keys, 64 members, unusual places and names.

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/orm.hpp>

using namespace athanor;

namespace mapping {

// ---- embedded structs: a mixin and a value object

template <class Owner>
struct Timestamps {
    MappedIn<Owner, DateTime, default_now> created_at, updated_at;
};
template <class Owner>
struct Money {
    MappedIn<Owner, Decimal, numeric<12, 2>> amount;
    MappedIn<Owner, std::string, length<3>> currency = "EUR";
};
struct Invoice : Model<Invoice> {
    static constexpr auto table_name = "invoices";
    Mapped<int, primary_key> id;
    Timestamps<Invoice> times;
    Money<Invoice> total;
    Mapped<std::string> text;
};

std::vector<std::string> column_names(const Mapper& mapper) {
    std::vector<std::string> names;
    for (const Column& column : mapper.table().columns())
        names.push_back(column.name);
    return names;
}

TEST(Mapping, AnEmbeddedStructGivesItsMembersToTheModel) {
    EXPECT_EQ(column_names(mapper_of<Invoice>()),
              (std::vector<std::string>{"id", "created_at", "updated_at", "amount", "currency", "text"}));
    Invoice invoice{.id = 1, .total = {.amount = 5}, .text = "x"};
    EXPECT_EQ(invoice.total.amount, 5);
    EXPECT_EQ(invoice.total.currency, "EUR");
    auto& i = Invoice::columns();
    static_assert(std::same_as<decltype(i.total.amount > 3), Expr<bool, owners<Invoice>>>);
    const auto node = (i.total.amount > 3).node();
    const auto& comparison = static_cast<const sql::BinaryExpression&>(*node);
    EXPECT_EQ(static_cast<const sql::ColumnExpression&>(*comparison.left).column().name, "amount");
}

TEST(Mapping, AnObjectsEmbeddedMembersKnowTheirObject) {
    auto invoice = make<Invoice>({.id = 1, .total = {.amount = 5}});
    invoice->total.amount = 6;
    EXPECT_EQ(invoice->total.amount, 6);
}

// ---- a subclass with a table of its own

struct Employee : Model<Employee> {
    static constexpr auto table_name = "employees";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>> name;
};
struct Manager : Subclass<Manager, Employee> {
    static constexpr auto table_name = "managers";
    Mapped<int> bonus;
    Mapped<std::string> car;
    using own = own_columns<&Manager::bonus, &Manager::car>;
};

TEST(Mapping, ASubclassListsItsOwnMembersAndSharesItsBasesKey) {
    const Mapper& mapper = mapper_of<Manager>();
    EXPECT_EQ(column_names(mapper), (std::vector<std::string>{"id", "bonus", "car"}));
    mapper.complete_keys();
    ASSERT_EQ(mapper.table().foreign_keys().size(), 1u);
    EXPECT_EQ(mapper.table().foreign_keys()[0].target_table, "employees");
    auto manager = make<Manager>([](Manager& m) {
        m.name = "Boss";
        m.bonus = 5;
    });
    EXPECT_EQ(manager->name, "Boss");
    EXPECT_EQ(manager->bonus, 5);
    static_assert(std::same_as<decltype(Manager::bonus)::owner, Manager>);
    static_assert(std::same_as<decltype(Manager::name)::owner, Employee>);
}

// ---- two models that refer to each other, a model that refers to itself, several keys to one table

struct Department;
struct Worker : Model<Worker> {
    static constexpr auto table_name = "workers";
    Mapped<int, primary_key> id;
    Mapped<std::optional<int>, references<Department>> department_id;
    Mapped<std::optional<int>, foreign_key<&Worker::id>> chief_id;
    One<Department, back_populates<"workers">, via<&Worker::department_id>> department;
    One<Worker, back_populates<"team">, via<&Worker::chief_id>> chief;
    Many<Worker, back_populates<"chief">> team;
};
struct Department : Model<Department> {
    static constexpr auto table_name = "departments";
    Mapped<int, primary_key> id;
    Mapped<std::optional<int>, foreign_key<"workers.id">> head_id;
    Many<Worker, back_populates<"department">> workers;
    One<Worker, via<&Department::head_id>> head;
};

TEST(Mapping, ModelsMayReferToEachOtherAndBeDeclaredInAnyOrder) {
    for (const MetaData* metadata :
         {&Schema<Worker, Department>::metadata(), &Schema<Department, Worker>::metadata()}) {
        const auto sorted = metadata->sorted();
        EXPECT_EQ(sorted.tables.size(), 2u);
        EXPECT_FALSE(sorted.deferred_keys.empty()) << "a cycle needs a key that is added later";
    }
    const auto& relationships = mapper_of<Worker>().relationships();
    ASSERT_EQ(relationships.size(), 3u);
    EXPECT_EQ(relationships[0].target, &mapper_of<Department>());
    EXPECT_EQ(relationships[0].inverse->descriptor->name, "workers");
    EXPECT_EQ(relationships[1].inverse, &relationships[2]);
    EXPECT_EQ(mapper_of<Worker>().table().columns()[relationships[1].key_columns[0]].name, "chief_id");
}

// ---- composite keys, checks, indexes

struct Order : Model<Order> {
    static constexpr auto table_name = "orders";
    Mapped<int, primary_key> shop, number;
    Many<struct Line, back_populates<"order">> lines;
};
struct Line : Model<Line> {
    static constexpr auto table_name = "lines";
    Mapped<int, primary_key> id;
    Mapped<int> shop, order_number;
    Mapped<int> quantity;
    One<Order, back_populates<"lines">> order;
    static auto table_args() {
        auto& l = columns();
        auto& o = Order::columns();
        return TableArgs{foreign_key_of(l.shop, l.order_number).references(o.shop, o.number),
                         check("some", l.quantity > 0), unique_together(l.shop, l.order_number, l.quantity),
                         index_on(l.quantity, l.id)};
    }
};

TEST(Mapping, TableArgsCarryWhatConcernsSeveralColumns) {
    const MetaData& metadata = Schema<Line, Order>::metadata();
    const Table& table = *metadata.find("lines");
    ASSERT_EQ(table.foreign_keys().size(), 1u);
    EXPECT_EQ(table.foreign_keys()[0].columns, (std::vector<std::string>{"shop", "order_number"}));
    EXPECT_EQ(table.foreign_keys()[0].target_columns, (std::vector<std::string>{"shop", "number"}));
    ASSERT_EQ(table.checks().size(), 1u);
    EXPECT_EQ(table.checks()[0].name, "ck_lines_some");
    EXPECT_EQ(table.uniques().at(0).name, "uq_lines_shop_order_number_quantity");
    EXPECT_EQ(table.indexes().at(0).name, "ix_lines_quantity_id");
    EXPECT_EQ(mapper_of<Line>().relationships()[0].key_columns.size(), 2u);
}

// ---- names, places, size

struct Odd : Model<Odd> {
    Mapped<int, primary_key> _id;
    Mapped<int> größe, a1, trailing_, x;
    Mapped<int, column_name<"Order">> order;
};
TEST(Mapping, NamesAreTakenAsTheyAreWritten) {
    EXPECT_EQ(column_names(mapper_of<Odd>()),
              (std::vector<std::string>{"_id", "größe", "a1", "trailing_", "x", "Order"}));
    EXPECT_EQ(mapper_of<Odd>().table().name(), "Odd") << "a table without a name of its own is named like the class";
}

TEST(Mapping, AModelMayBeLocalToAFunction) {
    struct Local : Model<Local> {
        static constexpr const char* table_name() { return "local_things"; }
        Mapped<int, primary_key> id;
        Mapped<std::string> name;
    };
    EXPECT_EQ(mapper_of<Local>().table().name(), "local_things");
    EXPECT_EQ(column_names(mapper_of<Local>()), (std::vector<std::string>{"id", "name"}));
}

struct Wide : Model<Wide> {
    static constexpr auto table_name = "wide";
    Mapped<int, primary_key> c0;
    Mapped<int> c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22,
        c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, c43, c44,
        c45, c46, c47, c48, c49, c50, c51, c52, c53, c54, c55, c56, c57, c58, c59, c60, c61, c62;
    Mapped<std::string> last;
};
TEST(Mapping, AModelMayHaveSixtyFourMembers) {
    const auto names = column_names(mapper_of<Wide>());
    ASSERT_EQ(names.size(), 64u);
    EXPECT_EQ(names[0], "c0");
    EXPECT_EQ(names[62], "c62");
    EXPECT_EQ(names[63], "last");
    auto wide = make<Wide>({.c62 = 9, .last = "end"});
    wide->last = "changed";
    EXPECT_EQ(wide->c62, 9);
}

}  // namespace mapping

namespace {
struct Hidden : Model<Hidden> {
    static constexpr auto table_name = "hidden";
    Mapped<int, primary_key> id;
    Mapped<std::string, server_default<"open">> state;
    Mapped<Decimal, numeric<8, 2>, server_default<"1.50">> price;
    Mapped<int, server_default<3>> level;
};
}  // namespace

TEST(Mapping, AModelMayHideInAnUnnamedNamespace) {
    EXPECT_EQ(mapping::column_names(mapper_of<Hidden>()), (std::vector<std::string>{"id", "state", "price", "level"}));
}

TEST(Mapping, ServerDefaultsHaveTheColumnsType) {
    const auto& columns = mapper_of<Hidden>().table().columns();
    EXPECT_EQ(std::get<Value>(columns[1].server_default), Value("open"));
    EXPECT_EQ(std::get<Value>(columns[2].server_default), Value("1.50"_dec));
    EXPECT_EQ(std::get<Value>(columns[3].server_default), Value(3));
}
