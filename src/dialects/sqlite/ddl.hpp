#pragma once

#include <athanor/sql/ddl_compiler.hpp>

#include "dialects/sqlite/compiler.hpp"

namespace athanor::sqlite {

/// Tables for SQLite. Declared types have the affinity of what is stored: numeric is SCALED_INTEGER(p, s), which holds
/// units of 10^-s and has a check of its range, `ck_<table>_<column>_numeric`; days, instants and UUIDs are text.
class SqliteDdlCompiler final : public sql::DdlCompiler {
public:
    SqliteDdlCompiler() : DdlCompiler(identifiers()) {}

    [[nodiscard]] sql::CompiledPtr table_names() const;

private:
    [[nodiscard]] std::string type_of(const Table& table, const Column& column) const override;
    [[nodiscard]] std::string current_timestamp(const Column& column) const override;
    [[nodiscard]] std::unique_ptr<sql::Compiler> make_compiler() const override;
    void add_own_constraints(const Table& table, std::vector<std::string>& parts) const override;
    [[nodiscard]] bool alters_keys() const override { return false; }
    void before_drop(const MetaData::Sorted& sorted, std::vector<sql::CompiledPtr>& out) const override;
    [[nodiscard]] bool same_table(std::string_view existing, std::string_view name) const override;
};

}  // namespace athanor::sqlite
