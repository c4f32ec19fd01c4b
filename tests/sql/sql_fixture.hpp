#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/sql/expression.hpp>
#include <athanor/sql/statement.hpp>

#include "dialects/postgresql/compiler.hpp"
#include "dialects/sqlite/compiler.hpp"

namespace athanor::testing {

/// A table of a few columns, made and completed in one expression.
[[nodiscard]] std::unique_ptr<Table> make_table(std::string name, std::vector<Column> columns,
                                                std::vector<ForeignKey> keys = {});

inline constexpr Type boolean_type{.kind = TypeKind::boolean};
inline constexpr Type integer_type{.kind = TypeKind::integer};
inline constexpr Type big_integer_type{.kind = TypeKind::big_integer};
inline constexpr Type real_type{.kind = TypeKind::real};
inline constexpr Type text_type{.kind = TypeKind::text};
inline constexpr Type bytes_type{.kind = TypeKind::bytes};
inline constexpr Type date_type{.kind = TypeKind::date};
inline constexpr Type date_time_type{.kind = TypeKind::date_time};
inline constexpr Type uuid_type{.kind = TypeKind::uuid};
constexpr Type text_of(std::uint32_t length) { return {.kind = TypeKind::text, .length = length}; }
constexpr Type numeric(std::uint8_t precision, std::uint8_t scale) {
    return {.kind = TypeKind::numeric, .precision = precision, .scale = scale};
}

/// Two related tables of a budget, and short names for what tests build from them.
class SqlTest : public ::testing::Test {
protected:
    SqlTest();

    [[nodiscard]] static sql::ExpressionPtr col(const sql::FromSource& source, std::string_view name);
    [[nodiscard]] sql::ExpressionPtr e(std::string_view name) const { return col(expenses, name); }
    [[nodiscard]] sql::ExpressionPtr c(std::string_view name) const { return col(categories, name); }

    /// SELECT expenses.id FROM expenses, to be extended.
    [[nodiscard]] sql::Statement select_id() const;
    /// The same with one condition.
    [[nodiscard]] sql::Statement where(sql::ExpressionPtr condition) const;
    /// SELECT <expression> FROM expenses.
    [[nodiscard]] sql::Statement select(sql::ExpressionPtr expression) const;

    [[nodiscard]] static std::string sqlite(const sql::Statement& statement);
    [[nodiscard]] static std::string postgresql(const sql::Statement& statement);
    /// What follows WHERE.
    [[nodiscard]] std::string sqlite_where(sql::ExpressionPtr condition) const;
    [[nodiscard]] std::string postgresql_where(sql::ExpressionPtr condition) const;
    /// What stands between SELECT and FROM.
    [[nodiscard]] std::string sqlite_item(sql::ExpressionPtr expression) const;
    [[nodiscard]] std::string postgresql_item(sql::ExpressionPtr expression) const;

    std::unique_ptr<Table> expenses_table;
    std::unique_ptr<Table> categories_table;
    sql::FromSource expenses;
    sql::FromSource categories;
};

// Short forms of the factories: the left operand decides how a literal is bound, as in the typed front.
[[nodiscard]] sql::ExpressionPtr op(sql::BinaryOperator o, sql::ExpressionPtr left, Value right);
[[nodiscard]] inline sql::ExpressionPtr op(sql::BinaryOperator o, sql::ExpressionPtr left, sql::ExpressionPtr right) {
    return sql::binary(o, std::move(left), std::move(right));
}

}  // namespace athanor::testing
