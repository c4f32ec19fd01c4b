#pragma once

#include <athanor/engine/engine.hpp>
#include <athanor/orm/detail/mapping_checks.hpp>
#include <athanor/orm/model.hpp>
#include <athanor/schema/metadata.hpp>

#pragma GCC visibility push(default)

namespace athanor {

namespace detail {
/// The metadata of some mappers, their foreign keys completed and checked.
MetaData metadata_of(std::initializer_list<const Mapper*> mappers);
}  // namespace detail

/// The models that make up a database, named explicitly, in any order: `using BudgetSchema = Schema<Category,
/// Expense>;`.
template <class... Models>
struct Schema {
    static_assert((detail::check_model<Models>() && ...));

    /// Their tables. @throws ArgumentError for a mapping that cannot work, naming model and member.
    [[nodiscard]] static const MetaData& metadata() {
        static const MetaData metadata = detail::metadata_of({&mapper_of<Models>()...});
        return metadata;
    }
    /// Creates the tables that do not exist yet, in dependency order, in one transaction.
    static void create_all(const Engine& engine) { athanor::create_all(engine, metadata()); }
    /// Drops the tables that exist, in one transaction.
    static void drop_all(const Engine& engine) { athanor::drop_all(engine, metadata()); }
};

}  // namespace athanor

#pragma GCC visibility pop
