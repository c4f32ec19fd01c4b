#pragma once

#include <athanor/sql/compiler.hpp>

namespace athanor::sqlite {

/// Identifiers as SQLite reads them.
[[nodiscard]] const sql::Identifiers& identifiers();

/// How many parameters the SQLite at hand takes in one statement: SQLITE_MAX_VARIABLE_NUMBER, as it was built.
/// Thread-safe.
[[nodiscard]] std::size_t max_parameters();

/// Statements for SQLite, where a numeric is an INTEGER of units of 10^-scale: whatever mixes scales is brought to one
/// scale by multiplying the side with fewer digits, so that comparison, order and arithmetic are exact. A product or
/// sum beyond 64 bit becomes a REAL in SQLite, which the driver refuses to read as a numeric and the tables refuse to
/// store.
class SqliteCompiler final : public sql::Compiler {
public:
    SqliteCompiler() : Compiler(identifiers()) {}

private:
    void visit_limit(const sql::SelectBody& body) override;
    sql::Precedence visit_divide(const sql::BinaryExpression& e) override;
    sql::Precedence visit_function(const sql::FunctionExpression& e) override;
    sql::Precedence visit_like(const sql::LikeExpression& e) override;
    sql::Precedence visit_as(const sql::Expression& e, const Type& target) override;
    void write_literal(const Value& value, const Type& type) override;
    [[nodiscard]] std::string placeholder(std::size_t index, bool in_order) const override;
    [[nodiscard]] std::size_t max_parameters() const override { return sqlite::max_parameters(); }

    sql::Precedence scaled(const sql::Expression& e, int digits);
};

}  // namespace athanor::sqlite
