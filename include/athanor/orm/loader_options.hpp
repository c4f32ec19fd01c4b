#pragma once

#include <utility>
#include <vector>

#include <athanor/orm/mapper.hpp>
#include <athanor/orm/prototype.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// How a query loads relationships of the objects it returns; made by selectinload.
class LoaderOption {
public:
    /// Continues the path: `selectinload(c.expenses).selectinload(e.tags)`.
    template <class R>
    [[nodiscard]] LoaderOption selectinload(const volatile R& relationship) const {
        LoaderOption longer = *this;
        longer.append(detail::prototype_relationship(relationship.link()).relationship);
        return longer;
    }
    [[nodiscard]] const std::vector<const Relationship*>& path() const noexcept { return path_; }
    void append(const Relationship* relationship) { path_.push_back(relationship); }

private:
    std::vector<const Relationship*> path_;
};

/// Loads a relationship of all objects of the result with one more query for each 500 keys, instead of one for each
/// object: `select<Category>().options(selectinload(c.expenses))`.
template <class R>
[[nodiscard]] LoaderOption selectinload(const volatile R& relationship) {
    return LoaderOption().selectinload(relationship);
}

namespace detail {
/// The options a statement carries.
struct LoadOptions : sql::ExecutionOptions {
    std::vector<LoaderOption> loaders;
    bool populate_existing = false;
};
void add_loader_option(sql::Statement& statement, LoaderOption option);
void set_populate_existing(sql::Statement& statement);
}  // namespace detail
}  // namespace athanor

#pragma GCC visibility pop
