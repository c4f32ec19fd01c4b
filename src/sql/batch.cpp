#include "sql/batch.hpp"

#include "sql/type_rules.hpp"

namespace athanor::sql::detail {

std::string joined(const Table& table, std::span<const std::size_t> columns, std::string_view separator,
                   const std::function<std::string(const Column&, std::size_t)>& part) {
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out += i == 0 ? std::string_view() : separator;
        out += part(table.columns()[columns[i]], i);
    }
    return out;
}

std::shared_ptr<Compiled> batch_write(const Table& table, std::span<const std::size_t> set,
                                      std::span<const std::size_t> where, Compiled::Rows rows) {
    auto compiled = std::make_shared<Compiled>();
    compiled->id = Compiled::next_id();
    compiled->rows = rows;
    compiled->table = table.name();
    for (const auto at : set) {
        compiled->parameters.push_back(table.columns()[at].type);
    }
    for (const auto at : where) {
        compiled->parameters.push_back(without_limits(table.columns()[at].type));
    }
    return compiled;
}

std::shared_ptr<Compiled> batch_read(const Table& table) {
    auto compiled = std::make_shared<Compiled>();
    compiled->id = Compiled::next_id();
    compiled->reads_only = true;
    compiled->table = table.name();
    for (const auto& column : table.columns()) {
        compiled->results.push_back(column.type);
    }
    return compiled;
}

}  // namespace athanor::sql::detail
