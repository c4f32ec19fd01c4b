#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

Column column(std::string name, Type type, bool nullable = true) {
    Column made;
    made.name = std::move(name);
    made.type = type;
    made.nullable = nullable;
    return made;
}

Column key(bool generated) {
    auto made = column("id", {TypeKind::integer}, false);
    made.primary_key = true;
    made.autoincrement = generated;
    return made;
}

Type text(std::uint32_t length, bool secret = false) { return {TypeKind::text, 0, 0, secret, length}; }

struct EverythingTable : Table {
    EverythingTable() : Table("everything") {
        add_column(key(false));
        add_column(column("flag", {TypeKind::boolean}));
        add_column(column("small", {TypeKind::integer}));
        add_column(column("large", {TypeKind::big_integer}));
        add_column(column("ratio", {TypeKind::real}));
        add_column(column("name", text(50)));
        add_column(column("code", text(50, true)));
        add_column(column("amount", {TypeKind::numeric, 12, 2}));
        add_column(column("day", {TypeKind::date}));
        add_column(column("moment", {TypeKind::date_time}));
        add_column(column("token", {TypeKind::uuid}));
        add_column(column("content", {TypeKind::bytes}));
        complete();
    }
};

struct CategoriesTable : Table {
    CategoriesTable() : Table("categories") {
        add_column(key(true));
        add_column(column("name", text(50), false));
        add_column(column("parent_id", {TypeKind::integer}));
        add_unique({"", {"name"}});
        add_foreign_key({"", {"parent_id"}, "categories", {"id"}});
        complete();
    }
};

struct SuiteTables : MetaData {
    SuiteTables() {
        add(everything());
        add(categories());
    }
};

}  // namespace

const Table& everything() {
    static const EverythingTable table;
    return table;
}

const Table& categories() {
    static const CategoriesTable table;
    return table;
}

const MetaData& suite_tables() {
    static const SuiteTables tables;
    return tables;
}

std::vector<std::size_t> all_columns(const Table& table) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        positions.push_back(i);
    }
    return positions;
}

std::vector<std::size_t> all_but_first(const Table& table) {
    auto positions = all_columns(table);
    positions.erase(positions.begin());
    return positions;
}

std::vector<Type> types_of(const Table& table) {
    std::vector<Type> types;
    for (const auto& entry : table.columns()) {
        types.push_back(entry.type);
    }
    return types;
}

}  // namespace athanor::testing
