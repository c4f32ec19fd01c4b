#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/schema/metadata.hpp>
#include <athanor/sql/compiled.hpp>
#include <athanor/sql/compiler.hpp>
#include <athanor/sql/identifiers.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

/// Writes CREATE and DROP: the base of all dialects, which say how they spell types, generated keys and defaults.
/// Holds no state of a compilation; safe to use from several threads.
class DdlCompiler {
public:
    explicit DdlCompiler(const Identifiers& identifiers) : identifiers_(identifiers) {}
    DdlCompiler(const DdlCompiler&) = delete;
    DdlCompiler& operator=(const DdlCompiler&) = delete;
    virtual ~DdlCompiler();

    /// CREATE TABLE and CREATE INDEX for every table that `existing` does not name, then the keys that point forward.
    /// @throws CompileError for a column that the dialect cannot store, naming it.
    [[nodiscard]] std::vector<CompiledPtr> create(const MetaData::Sorted& sorted,
                                                  std::span<const std::string> existing) const;
    /// The reverse, for the tables that `existing` names.
    [[nodiscard]] std::vector<CompiledPtr> drop(const MetaData::Sorted& sorted,
                                                std::span<const std::string> existing) const;

protected:
    /// The declared type of a column, with what makes the server number it.
    [[nodiscard]] virtual std::string type_of(const Table& table, const Column& column) const = 0;
    /// The text after DEFAULT for the current instant.
    [[nodiscard]] virtual std::string current_timestamp(const Column& column) const = 0;
    [[nodiscard]] virtual std::unique_ptr<Compiler> make_compiler() const = 0;
    /// Constraints that the dialect needs beyond the table's own ones.
    virtual void add_own_constraints(const Table& table, std::vector<std::string>& parts) const;
    /// Whether foreign keys can be added to and removed from a table that exists.
    [[nodiscard]] virtual bool alters_keys() const = 0;
    /// What must run before and after DROP TABLE where keys cannot be removed first.
    virtual void before_drop(const MetaData::Sorted& sorted, std::vector<CompiledPtr>& out) const;
    [[nodiscard]] virtual bool same_table(std::string_view existing, std::string_view name) const;

    [[nodiscard]] std::string quote(std::string_view name) const { return identifiers_.quote(name); }
    [[nodiscard]] std::string quote_list(const std::vector<std::string>& names) const;
    [[nodiscard]] static CompiledPtr statement(std::string sql, std::string table);

private:
    [[nodiscard]] bool exists(std::string_view table, std::span<const std::string> existing) const;
    [[nodiscard]] std::string column_definition(const Table& table, const Column& column) const;
    [[nodiscard]] std::string key_definition(const ForeignKey& key) const;
    [[nodiscard]] std::string create_table(const Table& table, const MetaData::Sorted& sorted) const;
    [[nodiscard]] std::string create_index(const Table& table, const Index& index) const;

    Identifiers identifiers_;
};

}  // namespace athanor::sql

#pragma GCC visibility pop
