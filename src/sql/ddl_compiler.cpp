#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <athanor/sql/ddl_compiler.hpp>

namespace athanor::sql {

namespace {

std::string_view on_delete_text(OnDelete action) {
    switch (action) {
    case OnDelete::no_action:
        return "";
    case OnDelete::restrict:
        return " ON DELETE RESTRICT";
    case OnDelete::cascade:
        return " ON DELETE CASCADE";
    case OnDelete::set_null:
        return " ON DELETE SET NULL";
    case OnDelete::set_default:
        return " ON DELETE SET DEFAULT";
    }
    return "";
}

bool is_deferred(const MetaData::Sorted& sorted, const ForeignKey& key) {
    return std::any_of(sorted.deferred_keys.begin(), sorted.deferred_keys.end(),
                       [&](const auto& deferred) { return deferred.key == &key; });
}

}  // namespace

DdlCompiler::~DdlCompiler() = default;

void DdlCompiler::add_own_constraints(const Table&, std::vector<std::string>&) const {}
void DdlCompiler::before_drop(const MetaData::Sorted&, std::vector<CompiledPtr>&) const {}
bool DdlCompiler::same_table(std::string_view existing, std::string_view name) const { return existing == name; }

bool DdlCompiler::exists(std::string_view table, std::span<const std::string> existing) const {
    return std::any_of(existing.begin(), existing.end(),
                       [&](const std::string& name) { return same_table(name, table); });
}

std::string DdlCompiler::quote_list(const std::vector<std::string>& names) const {
    std::string out;
    for (const auto& name : names) {
        out += out.empty() ? "" : ", ";
        identifiers_.write(out, name);
    }
    return out;
}

CompiledPtr DdlCompiler::statement(std::string sql, std::string table) {
    auto compiled = std::make_shared<Compiled>();
    compiled->id = Compiled::next_id();
    compiled->sql = std::move(sql);
    compiled->table = std::move(table);
    return compiled;
}

std::string DdlCompiler::column_definition(const Table& table, const Column& column) const {
    auto text = fmt::format("{} {}", quote(column.name), type_of(table, column));
    if (std::holds_alternative<CurrentTimestamp>(column.server_default)) {
        text += fmt::format(" DEFAULT {}", current_timestamp(column));
    } else if (const auto* value = std::get_if<Value>(&column.server_default)) {
        text += fmt::format(" DEFAULT {}", make_compiler()->compile_literal(*value, column.type));
    }
    return text + (column.nullable ? "" : " NOT NULL");
}

std::string DdlCompiler::key_definition(const ForeignKey& key) const {
    return fmt::format("CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){}", quote(key.name), quote_list(key.columns),
                       quote(key.target_table), quote_list(key.target_columns), on_delete_text(key.on_delete));
}

std::string DdlCompiler::create_table(const Table& table, const MetaData::Sorted& sorted) const {
    std::vector<std::string> parts;
    for (const auto& column : table.columns()) {
        parts.push_back(column_definition(table, column));
    }
    if (!table.primary_key().empty()) {
        std::vector<std::string> names;
        for (const auto at : table.primary_key()) {
            names.push_back(table.columns()[at].name);
        }
        parts.push_back(fmt::format("CONSTRAINT {} PRIMARY KEY ({})", quote(conventional_name("pk", table.name(), {})),
                                    quote_list(names)));
    }
    for (const auto& unique : table.uniques()) {
        parts.push_back(fmt::format("CONSTRAINT {} UNIQUE ({})", quote(unique.name), quote_list(unique.columns)));
    }
    for (const auto& check : table.checks()) {
        parts.push_back(fmt::format("CONSTRAINT {} CHECK ({})", quote(check.name),
                                    make_compiler()->compile_condition(*check.condition, table)));
    }
    for (const auto& key : table.foreign_keys()) {
        if (!alters_keys() || !is_deferred(sorted, key)) {
            parts.push_back(key_definition(key));
        }
    }
    add_own_constraints(table, parts);
    return fmt::format("CREATE TABLE {} (\n    {}\n)", quote(table.name()), fmt::join(parts, ",\n    "));
}

std::string DdlCompiler::create_index(const Table& table, const Index& index) const {
    return fmt::format("CREATE {}INDEX {} ON {} ({})", index.unique ? "UNIQUE " : "", quote(index.name),
                       quote(table.name()), quote_list(index.columns));
}

std::vector<CompiledPtr> DdlCompiler::create(const MetaData::Sorted& sorted,
                                             std::span<const std::string> existing) const {
    std::vector<CompiledPtr> out;
    for (const auto* table : sorted.tables) {
        if (exists(table->name(), existing)) {
            continue;
        }
        out.push_back(statement(create_table(*table, sorted), table->name()));
        for (const auto& index : table->indexes()) {
            out.push_back(statement(create_index(*table, index), table->name()));
        }
    }
    if (alters_keys()) {
        for (const auto& [table, key] : sorted.deferred_keys) {
            if (!exists(table->name(), existing)) {
                out.push_back(statement(
                    fmt::format("ALTER TABLE {} ADD {}", quote(table->name()), key_definition(*key)), table->name()));
            }
        }
    }
    return out;
}

std::vector<CompiledPtr> DdlCompiler::drop(const MetaData::Sorted& sorted,
                                           std::span<const std::string> existing) const {
    std::vector<CompiledPtr> out;
    if (alters_keys()) {
        for (const auto& [table, key] : sorted.deferred_keys) {
            if (exists(table->name(), existing)) {
                out.push_back(statement(
                    fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", quote(table->name()), quote(key->name)),
                    table->name()));
            }
        }
    } else {
        before_drop(sorted, out);
    }
    for (auto at = sorted.tables.rbegin(); at != sorted.tables.rend(); ++at) {
        if (exists((*at)->name(), existing)) {
            out.push_back(statement(fmt::format("DROP TABLE {}", quote((*at)->name())), (*at)->name()));
        }
    }
    return out;
}

}  // namespace athanor::sql
