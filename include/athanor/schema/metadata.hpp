#pragma once

#include <string_view>
#include <vector>

#include <athanor/schema/table.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// A set of tables that belong together: what create_all creates and drop_all drops. Holds pointers; the tables
/// (usually owned by their mappers) must outlive it. Build it on one thread; safe to read from any afterwards.
class MetaData {
public:
    /// @throws ArgumentError if another table of that name is there already.
    void add(const Table& table);

    [[nodiscard]] const std::vector<const Table*>& tables() const noexcept { return tables_; }
    [[nodiscard]] const Table* find(std::string_view name) const noexcept;

    /// Tables with every table after those its foreign keys refer to. Tables in a cycle (or with a key to themselves)
    /// come in the order they were added; `deferred_keys` tells which keys then point forward.
    /// @throws ArgumentError if a foreign key names a table or a column that is not here, or a key that is not unique.
    struct Sorted {
        std::vector<const Table*> tables;
        struct Deferred {
            const Table* table;
            const ForeignKey* key;
        };
        std::vector<Deferred> deferred_keys;
    };
    [[nodiscard]] Sorted sorted() const;

private:
    std::vector<const Table*> tables_;
};

}  // namespace athanor

#pragma GCC visibility pop
