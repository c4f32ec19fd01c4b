#pragma once

#include <athanor/sql/compiler.hpp>

namespace athanor::postgresql {

/// Identifiers as PostgreSQL reads them.
[[nodiscard]] const sql::Identifiers& identifiers();

/// Statements for PostgreSQL. The driver sends the type of every parameter, so the server never has to guess one; casts
/// stand only where an aggregate's type would differ from SQLite's.
class PostgresqlCompiler final : public sql::Compiler {
public:
    PostgresqlCompiler() : Compiler(identifiers()) {}

private:
    sql::Precedence visit_divide(const sql::BinaryExpression& e) override;
    sql::Precedence visit_function(const sql::FunctionExpression& e) override;
    void write_literal(const Value& value, const Type& type) override;
    [[nodiscard]] std::string placeholder(std::size_t index, bool in_order) const override;
    /// The protocol counts parameters in 16 bit.
    [[nodiscard]] std::size_t max_parameters() const override { return 65535; }
};

}  // namespace athanor::postgresql
