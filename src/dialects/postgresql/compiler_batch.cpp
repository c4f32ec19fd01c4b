#include "dialects/postgresql/compiler_batch.hpp"

#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/compiler.hpp"
#include "sql/batch.hpp"

namespace athanor::postgresql {

using sql::Compiled;
using sql::detail::joined;

namespace {

std::string quote(std::string_view name) { return identifiers().quote(name); }
std::string name_of(const Column& column, std::size_t) { return quote(column.name); }

std::string_view array_type(TypeKind kind) {
    switch (kind) {
    case TypeKind::boolean:
        return "bool[]";
    case TypeKind::integer:
        return "int4[]";
    case TypeKind::big_integer:
        return "int8[]";
    case TypeKind::real:
        return "float8[]";
    case TypeKind::bytes:
        return "bytea[]";
    case TypeKind::numeric:
        return "numeric[]";
    case TypeKind::date:
        return "date[]";
    case TypeKind::date_time:
        return "timestamptz[]";
    case TypeKind::uuid:
        return "uuid[]";
    case TypeKind::text:
    case TypeKind::null:
        break;
    }
    return "text[]";
}

// A name of our own that is not the table's, which would hide it.
std::string other_than(const Table& table, const std::string& name) { return table.name() == name ? name + "_" : name; }

std::string arrays(const Compiled& compiled) {
    std::string out;
    for (std::size_t i = 0; i < compiled.parameters.size(); ++i) {
        out += fmt::format("{}${}::{}", i == 0 ? "" : ", ", i + 1, array_type(compiled.parameters[i].kind));
    }
    return out;
}

// p1, p2, …: names of ours, so that no column of the user's can clash with the ordinal.
std::string names(std::size_t count, std::string_view prefix = "") {
    std::string out;
    for (std::size_t i = 1; i <= count; ++i) {
        out += fmt::format("{}{}p{}", i == 1 ? "" : ", ", prefix, i);
    }
    return out;
}

std::string literal(std::string_view text) {
    return PostgresqlCompiler().compile_literal(Value(text), Type{.kind = TypeKind::text});
}

std::string conditions(const Table& table, std::span<const std::size_t> where, std::string_view rows,
                       std::size_t first) {
    return joined(table, where, " AND ", [&](const Column& column, std::size_t i) {
        return fmt::format("{}.{} = {}.p{}", quote(table.name()), quote(column.name), rows, first + i + 1);
    });
}

// The numbers are taken first and travel with the rows they are for, so that the answer can be matched by ordinal
// whatever order the server inserts and returns in. The sequence is looked up once (OFFSET 0 keeps the subquery apart).
std::string insert_with_keys(const Table& table, std::span<const std::size_t> columns, const Compiled& compiled) {
    const auto key = table.autoincrement();
    if (!key) {
        throw CompileError(fmt::format("table {} has no column that the server numbers", table.name()),
                           "make its primary key an autoincrement column, or assign keys");
    }
    const auto& key_name = table.columns()[*key].name;
    const auto rows = other_than(table, "d");
    const auto sequence = fmt::format("SELECT CAST(pg_get_serial_sequence({}, {}) AS regclass) AS seq OFFSET 0",
                                      literal(quote(table.name())), literal(key_name));
    const auto own = columns.empty() ? std::string() : ", " + names(columns.size());
    return fmt::format("WITH {0} AS MATERIALIZED (SELECT nextval(s.seq) AS key, u.* FROM ({1}) AS s, unnest({2}) WITH "
                       "ORDINALITY AS u ({3}, "
                       "ordinal)), {4} AS (INSERT INTO {5} ({6}{7}) SELECT key{8} FROM {0} ORDER BY ordinal) SELECT "
                       "ordinal, key FROM {0}",
                       rows, sequence, arrays(compiled), names(compiled.parameters.size()), other_than(table, "i"),
                       quote(table.name()), quote(key_name),
                       columns.empty() ? "" : ", " + joined(table, columns, ", ", name_of), own);
}

}  // namespace

sql::CompiledPtr compile_insert(const Table& table, std::span<const std::size_t> columns, bool generate_key) {
    auto compiled = sql::detail::batch_write(table, columns, {}, Compiled::Rows::arrays);
    if (generate_key) {
        if (columns.empty()) {
            // Something must say how many rows there are.
            compiled->parameters.push_back(Type{.kind = TypeKind::boolean});
        }
        compiled->keys = Compiled::Keys::returned;
        compiled->results.assign(2, Type{.kind = TypeKind::big_integer});
        compiled->sql = insert_with_keys(table, columns, *compiled);
    } else if (columns.empty()) {
        compiled->rows = Compiled::Rows::loop;
        compiled->sql = fmt::format("INSERT INTO {} DEFAULT VALUES", quote(table.name()));
    } else {
        compiled->sql = fmt::format("INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS d ({})", quote(table.name()),
                                    joined(table, columns, ", ", name_of), names(columns.size(), "d."),
                                    arrays(*compiled), names(columns.size()));
    }
    return compiled;
}

sql::CompiledPtr compile_update(const Table& table, std::span<const std::size_t> set,
                                std::span<const std::size_t> where) {
    auto compiled = sql::detail::batch_write(table, set, where, Compiled::Rows::arrays);
    const auto rows = other_than(table, "d");
    const auto assign = [&](const Column& column, std::size_t i) {
        return fmt::format("{} = {}.p{}", quote(column.name), rows, i + 1);
    };
    compiled->sql = fmt::format("UPDATE {} SET {} FROM unnest({}) AS {} ({}) WHERE {}", quote(table.name()),
                                joined(table, set, ", ", assign), arrays(*compiled), rows,
                                names(set.size() + where.size()), conditions(table, where, rows, set.size()));
    return compiled;
}

sql::CompiledPtr compile_delete(const Table& table, std::span<const std::size_t> where) {
    auto compiled = sql::detail::batch_write(table, {}, where, Compiled::Rows::arrays);
    if (where.size() == 1) {
        compiled->sql = fmt::format("DELETE FROM {0} WHERE {0}.{1} = ANY({2})", quote(table.name()),
                                    joined(table, where, "", name_of), arrays(*compiled));
    } else {
        const auto rows = other_than(table, "d");
        compiled->sql = fmt::format("DELETE FROM {} USING unnest({}) AS {} ({}) WHERE {}", quote(table.name()),
                                    arrays(*compiled), rows, names(where.size()), conditions(table, where, rows, 0));
    }
    return compiled;
}

sql::CompiledPtr compile_load(const Table& table, std::span<const std::size_t> where, std::size_t rows) {
    auto compiled = sql::detail::batch_read(table);
    compiled->rows = rows == 1 ? Compiled::Rows::one : Compiled::Rows::arrays;
    compiled->parameters = sql::detail::batch_write(table, {}, where, compiled->rows)->parameters;
    std::vector<std::size_t> all(table.columns().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto qualified = [&](const Column& column, std::size_t) {
        return fmt::format("{}.{}", quote(table.name()), quote(column.name));
    };
    const auto keys = joined(table, where, ", ", qualified);
    // One key is compared by itself: with an array the server would plan the query anew each time, since it thinks of
    // ten keys until it sees the one.
    const auto one_key = [&](const Column& column, std::size_t i) {
        return fmt::format("{} = ${}", qualified(column, i), i + 1);
    };
    const auto condition = rows == 1 ? joined(table, where, " AND ", one_key)
                           : where.size() == 1
                               ? fmt::format("{} = ANY({})", keys, arrays(*compiled))
                               : fmt::format("({}) IN (SELECT {} FROM unnest({}) AS d ({}))", keys,
                                             names(where.size(), "d."), arrays(*compiled), names(where.size()));
    compiled->sql =
        fmt::format("SELECT {} FROM {} WHERE {}", joined(table, all, ", ", qualified), quote(table.name()), condition);
    return compiled;
}

}  // namespace athanor::postgresql
