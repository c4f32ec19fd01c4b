// Ten models of eight columns and forty statements, in one file: what the compiler needs for a large program's largest
// file.
#include <athanor/orm.hpp>

using namespace athanor;

namespace {

struct Account;
struct Customer : Model<Customer> {
    static constexpr auto table_name = "customers";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<DateTime, default_now> created_at;
    Many<Account, back_populates<"parent">> children;
};
struct Product;
struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Customer::id>> parent_id;
    One<Customer, back_populates<"children">> parent;
    Many<Product, back_populates<"parent">> children;
};
struct Supplier;
struct Product : Model<Product> {
    static constexpr auto table_name = "products";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Account::id>> parent_id;
    One<Account, back_populates<"children">> parent;
    Many<Supplier, back_populates<"parent">> children;
};
struct Warehouse;
struct Supplier : Model<Supplier> {
    static constexpr auto table_name = "suppliers";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Product::id>> parent_id;
    One<Product, back_populates<"children">> parent;
    Many<Warehouse, back_populates<"parent">> children;
};
struct Invoice;
struct Warehouse : Model<Warehouse> {
    static constexpr auto table_name = "warehouses";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Supplier::id>> parent_id;
    One<Supplier, back_populates<"children">> parent;
    Many<Invoice, back_populates<"parent">> children;
};
struct Payment;
struct Invoice : Model<Invoice> {
    static constexpr auto table_name = "invoices";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Warehouse::id>> parent_id;
    One<Warehouse, back_populates<"children">> parent;
    Many<Payment, back_populates<"parent">> children;
};
struct Shipment;
struct Payment : Model<Payment> {
    static constexpr auto table_name = "payments";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Invoice::id>> parent_id;
    One<Invoice, back_populates<"children">> parent;
    Many<Shipment, back_populates<"parent">> children;
};
struct Employee;
struct Shipment : Model<Shipment> {
    static constexpr auto table_name = "shipments";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Payment::id>> parent_id;
    One<Payment, back_populates<"children">> parent;
    Many<Employee, back_populates<"parent">> children;
};
struct Ticket;
struct Employee : Model<Employee> {
    static constexpr auto table_name = "employees";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Shipment::id>> parent_id;
    One<Shipment, back_populates<"children">> parent;
    Many<Ticket, back_populates<"parent">> children;
};
struct Ticket : Model<Ticket> {
    static constexpr auto table_name = "tickets";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<100>, unique> name;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<int> quantity;
    Mapped<bool> active;
    Mapped<Date> day;
    Mapped<std::optional<std::string>, length<200>> note;
    Mapped<int, foreign_key<&Employee::id>> parent_id;
    One<Employee, back_populates<"children">> parent;
};

using Shop = Schema<Customer, Account, Product, Supplier, Warehouse, Invoice, Payment, Shipment, Employee, Ticket>;

}  // namespace

int main() {
    const auto engine = create_engine("sqlite://");
    Shop::create_all(engine);
    Session session(engine);
    std::size_t rows = 0;

    auto& c0 = Customer::columns();
    rows +=
        session.scalars(select<Customer>().where(c0.amount > 50 && c0.active == true).order_by(c0.day.desc())).size();
    for (auto& [name, total] : session.execute(select(c0.name, func::sum(c0.amount)).group_by(c0.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    session.execute(update<Customer>().where(c0.quantity < 0).values(c0.quantity, 0));
    rows += session.query<Customer>().filter(c0.name.like("A%"), c0.quantity.between(1, 9)).all().size();

    auto& a1 = Account::columns();
    rows +=
        session.scalars(select<Account>().where(a1.amount > 50 && a1.active == true).order_by(a1.day.desc())).size();
    for (auto& [name, total] : session.execute(select(a1.name, func::sum(a1.amount)).group_by(a1.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(a1.name, c0.name).join(a1.parent).where(c0.note.is_null()).limit(10)).size();
    rows += session.query<Account>().filter(a1.name.like("A%"), a1.quantity.between(1, 9)).all().size();

    auto& p2 = Product::columns();
    rows +=
        session.scalars(select<Product>().where(p2.amount > 50 && p2.active == true).order_by(p2.day.desc())).size();
    for (auto& [name, total] : session.execute(select(p2.name, func::sum(p2.amount)).group_by(p2.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(p2.name, a1.name).join(p2.parent).where(a1.note.is_null()).limit(10)).size();
    rows += session.query<Product>().filter(p2.name.like("A%"), p2.quantity.between(1, 9)).all().size();

    auto& s3 = Supplier::columns();
    rows +=
        session.scalars(select<Supplier>().where(s3.amount > 50 && s3.active == true).order_by(s3.day.desc())).size();
    for (auto& [name, total] : session.execute(select(s3.name, func::sum(s3.amount)).group_by(s3.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(s3.name, p2.name).join(s3.parent).where(p2.note.is_null()).limit(10)).size();
    rows += session.query<Supplier>().filter(s3.name.like("A%"), s3.quantity.between(1, 9)).all().size();

    auto& w4 = Warehouse::columns();
    rows +=
        session.scalars(select<Warehouse>().where(w4.amount > 50 && w4.active == true).order_by(w4.day.desc())).size();
    for (auto& [name, total] : session.execute(select(w4.name, func::sum(w4.amount)).group_by(w4.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(w4.name, s3.name).join(w4.parent).where(s3.note.is_null()).limit(10)).size();
    rows += session.query<Warehouse>().filter(w4.name.like("A%"), w4.quantity.between(1, 9)).all().size();

    auto& i5 = Invoice::columns();
    rows +=
        session.scalars(select<Invoice>().where(i5.amount > 50 && i5.active == true).order_by(i5.day.desc())).size();
    for (auto& [name, total] : session.execute(select(i5.name, func::sum(i5.amount)).group_by(i5.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(i5.name, w4.name).join(i5.parent).where(w4.note.is_null()).limit(10)).size();
    rows += session.query<Invoice>().filter(i5.name.like("A%"), i5.quantity.between(1, 9)).all().size();

    auto& p6 = Payment::columns();
    rows +=
        session.scalars(select<Payment>().where(p6.amount > 50 && p6.active == true).order_by(p6.day.desc())).size();
    for (auto& [name, total] : session.execute(select(p6.name, func::sum(p6.amount)).group_by(p6.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(p6.name, i5.name).join(p6.parent).where(i5.note.is_null()).limit(10)).size();
    rows += session.query<Payment>().filter(p6.name.like("A%"), p6.quantity.between(1, 9)).all().size();

    auto& s7 = Shipment::columns();
    rows +=
        session.scalars(select<Shipment>().where(s7.amount > 50 && s7.active == true).order_by(s7.day.desc())).size();
    for (auto& [name, total] : session.execute(select(s7.name, func::sum(s7.amount)).group_by(s7.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(s7.name, p6.name).join(s7.parent).where(p6.note.is_null()).limit(10)).size();
    rows += session.query<Shipment>().filter(s7.name.like("A%"), s7.quantity.between(1, 9)).all().size();

    auto& e8 = Employee::columns();
    rows +=
        session.scalars(select<Employee>().where(e8.amount > 50 && e8.active == true).order_by(e8.day.desc())).size();
    for (auto& [name, total] : session.execute(select(e8.name, func::sum(e8.amount)).group_by(e8.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(e8.name, s7.name).join(e8.parent).where(s7.note.is_null()).limit(10)).size();
    rows += session.query<Employee>().filter(e8.name.like("A%"), e8.quantity.between(1, 9)).all().size();

    auto& t9 = Ticket::columns();
    rows += session.scalars(select<Ticket>().where(t9.amount > 50 && t9.active == true).order_by(t9.day.desc())).size();
    for (auto& [name, total] : session.execute(select(t9.name, func::sum(t9.amount)).group_by(t9.name)))
        rows += name.size() + (total > 0 ? 1U : 0U);
    rows += session.execute(select(t9.name, e8.name).join(t9.parent).where(e8.note.is_null()).limit(10)).size();
    rows += session.query<Ticket>().filter(t9.name.like("A%"), t9.quantity.between(1, 9)).all().size();
    return rows == 0 ? 0 : 1;
}
