#include <athanor/core/error.hpp>
#include <athanor/orm/table_args.hpp>

namespace athanor {

TableArgs::TableArgs(std::initializer_list<Item> items) : items_(items) {}
TableArgs::TableArgs(const TableArgs& other) = default;
TableArgs& TableArgs::operator=(const TableArgs& other) = default;
TableArgs::~TableArgs() = default;

}  // namespace athanor

namespace athanor::detail {

namespace {

const sql::ColumnExpression& as_column(const sql::Expression& expression) {
    if (expression.kind != sql::ExpressionKind::column) {
        throw ArgumentError("table_args takes columns here, not expressions", "name the columns: e.user_id, e.date");
    }
    return static_cast<const sql::ColumnExpression&>(expression);
}

}  // namespace

std::string column_name_in(const sql::Expression& expression) { return as_column(expression).column().name; }

const std::string& table_name_in(const sql::Expression& expression) {
    return as_column(expression).source->table->name();
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): as its caller has it
CheckConstraint make_check(std::string_view name, sql::ExpressionPtr condition) {
    return {std::string(name), condition.shared()};
}

void add_table_args(Table& table, const TableArgs& args) {
    struct Add {
        Table& table;
        void operator()(const CheckConstraint& check) const { table.add_check(check); }
        void operator()(const UniqueConstraint& unique) const { table.add_unique(unique); }
        void operator()(const Index& index) const { table.add_index(index); }
        void operator()(const ForeignKey& key) const { table.add_foreign_key(key); }
    };
    for (const TableArgs::Item& item : args.items())
        std::visit(Add{table}, item);
}

}  // namespace athanor::detail
