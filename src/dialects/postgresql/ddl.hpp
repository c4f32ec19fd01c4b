#pragma once

#include <athanor/sql/ddl_compiler.hpp>

#include "dialects/postgresql/compiler.hpp"

namespace athanor::postgresql {

/// Tables for PostgreSQL, in the schema that comes first in the search path. Keys of tables that refer to one another
/// are added when all tables are there.
class PostgresqlDdlCompiler final : public sql::DdlCompiler {
public:
    PostgresqlDdlCompiler() : DdlCompiler(identifiers()) {}

    [[nodiscard]] sql::CompiledPtr table_names() const;

private:
    [[nodiscard]] std::string type_of(const Table& table, const Column& column) const override;
    [[nodiscard]] std::string current_timestamp(const Column& column) const override;
    [[nodiscard]] std::unique_ptr<sql::Compiler> make_compiler() const override;
    [[nodiscard]] bool alters_keys() const override { return true; }
};

}  // namespace athanor::postgresql
