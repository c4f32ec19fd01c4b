#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <athanor/orm/expressions.hpp>
#include <athanor/schema/table.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// Lists the own members of a class that has base classes: `using own = own_columns<&Manager::bonus, &Manager::car>;`.
template <auto... Members>
struct own_columns {};

/// What concerns a table rather than one column. A model returns a list of them from its static function `table_args`:
///
///     static auto table_args() {
///         auto& e = columns();
///         return TableArgs{check("positive", e.amount > 0), unique_together(e.user_id, e.key), index_on(e.date,
///         e.id)};
///     }
class TableArgs {
public:
    using Item = std::variant<CheckConstraint, UniqueConstraint, Index, ForeignKey>;
    TableArgs(std::initializer_list<Item> items);
    TableArgs(const TableArgs& other);
    TableArgs& operator=(const TableArgs& other);
    ~TableArgs();
    [[nodiscard]] const std::vector<Item>& items() const noexcept { return items_; }

private:
    std::vector<Item> items_;
};

namespace detail {
std::string column_name_in(const sql::Expression& expression);
const std::string& table_name_in(const sql::Expression& expression);
void add_table_args(Table& table, const TableArgs& args);
CheckConstraint make_check(std::string_view name, sql::ExpressionPtr condition);

/// The columns of a composite key, waiting for `.references(...)`.
struct ForeignKeyColumns {
    std::vector<std::string> columns;
    template <SqlOperand... C>
    [[nodiscard]] ForeignKey references(const C&... targets) const {
        ForeignKey key;
        key.columns = columns;
        (key.target_columns.push_back(column_name_in(*node_of(targets))), ...);
        ((key.target_table = table_name_in(*node_of(targets))), ...);
        return key;
    }
};
}  // namespace detail

/// A condition that every row meets; the constraint is named `ck_<table>_<name>`.
template <detail::Condition X>
[[nodiscard]] CheckConstraint check(std::string_view name, X&& condition) {
    return detail::make_check(name, detail::node_of(condition));
}
/// Columns whose combination occurs once.
template <class... C>
[[nodiscard]] UniqueConstraint unique_together(const volatile C&... columns) {
    return {"", {detail::column_name_in(*columns.expression())...}};
}
/// An index over several columns.
template <class... C>
[[nodiscard]] Index index_on(const volatile C&... columns) {
    return {"", {detail::column_name_in(*columns.expression())...}, false};
}
/// A foreign key over several columns: `foreign_key_of(l.shop, l.order_no).references(o.shop, o.no)`.
template <class... C>
[[nodiscard]] detail::ForeignKeyColumns foreign_key_of(const volatile C&... columns) {
    return {{detail::column_name_in(*columns.expression())...}};
}

}  // namespace athanor

#pragma GCC visibility pop
