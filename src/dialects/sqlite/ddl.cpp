#include "dialects/sqlite/ddl.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::sqlite {

namespace {

constexpr int max_digits = 18;

std::int64_t largest(int digits) {
    std::int64_t power = 1;
    for (; digits > 0; --digits) {
        power *= 10;
    }
    return power - 1;
}

std::string numeric_type(const Table& table, const Column& column) {
    const auto& type = column.type;
    if (type.precision == 0 || type.precision > max_digits) {
        throw CompileError(fmt::format("{}.{} is {}, which SQLite's 64 bit integers cannot hold exactly", table.name(),
                                       column.name, to_string(type)),
                           fmt::format("use a precision of 1 to {} digits", max_digits));
    }
    return fmt::format("SCALED_INTEGER({}, {})", type.precision, type.scale);
}

}  // namespace

std::string SqliteDdlCompiler::type_of(const Table& table, const Column& column) const {
    if (column.autoincrement) {
        if (table.primary_key().size() != 1) {
            throw CompileError(fmt::format("{}.{} is numbered by the server, but the primary key has several columns",
                                           table.name(), column.name),
                               "SQLite numbers only a primary key of one column");
        }
        return "INTEGER";  // exactly this word makes the column the row's number
    }
    switch (column.type.kind) {
    case TypeKind::boolean:
        return "BOOLEAN";
    case TypeKind::integer:
        return "INTEGER";
    case TypeKind::big_integer:
        return "BIGINT";
    case TypeKind::real:
        return "REAL";
    case TypeKind::text:
        return column.type.length == 0 ? "TEXT" : fmt::format("VARCHAR({})", column.type.length);
    case TypeKind::bytes:
        return "BLOB";
    case TypeKind::numeric:
        return numeric_type(table, column);
    case TypeKind::date:
        return "DATE_TEXT";
    case TypeKind::date_time:
        return "DATETIME_TEXT";
    case TypeKind::uuid:
        return "UUID_TEXT";
    case TypeKind::null:
        break;
    }
    throw CompileError(fmt::format("{}.{} has no type", table.name(), column.name), "give it one");
}

std::string SqliteDdlCompiler::current_timestamp(const Column& column) const {
    // The clock has milliseconds; the zeros keep the width of all instants, and with it their order, the same.
    return column.type.kind == TypeKind::date ? "(strftime('%Y-%m-%d', 'now'))"
                                              : "(strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')";
}

std::unique_ptr<sql::Compiler> SqliteDdlCompiler::make_compiler() const { return std::make_unique<SqliteCompiler>(); }

void SqliteDdlCompiler::add_own_constraints(const Table& table, std::vector<std::string>& parts) const {
    for (const auto& column : table.columns()) {
        if (column.type.kind == TypeKind::numeric) {
            const auto name = quote(column.name);
            const auto limit = largest(column.type.precision);
            parts.push_back(fmt::format(
                "CONSTRAINT {} CHECK (typeof({}) IN ('integer', 'null') AND {} BETWEEN -{} AND {})",
                quote(conventional_name("ck", table.name(), {column.name, "numeric"})), name, name, limit, limit));
        }
    }
}

// DROP TABLE deletes the rows first. Those of a circle refer to one another, so they are looked at only when all are
// gone.
void SqliteDdlCompiler::before_drop(const MetaData::Sorted& sorted, std::vector<sql::CompiledPtr>& out) const {
    if (!sorted.deferred_keys.empty()) {
        out.push_back(statement("PRAGMA defer_foreign_keys = ON", ""));
    }
}

bool SqliteDdlCompiler::same_table(std::string_view existing, std::string_view name) const {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(existing.begin(), existing.end(), name.begin(), name.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

sql::CompiledPtr SqliteDdlCompiler::table_names() const {
    auto compiled = std::make_shared<sql::Compiled>();
    compiled->id = sql::Compiled::next_id();
    compiled->sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                    "ORDER BY name";
    compiled->results = {Type{.kind = TypeKind::text}};
    compiled->reads_only = true;
    return compiled;
}

}  // namespace athanor::sqlite
