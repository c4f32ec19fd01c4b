#pragma once

#include <memory>
#include <string>
#include <vector>

#include <athanor/core/value.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

/// The structure of a statement as bytes, apart from its values: statements with equal keys share one Compiled, and
/// their values stand in the order of its parameters. A bound value that occurs twice in a tree is one parameter, and
/// the key says so. Lists of IN are filled up to 1, 2, 4, 8 … values by repeating the last one, so that few shapes
/// exist. Movable, not copyable. Valid as long as the statement it was made of is neither changed nor destroyed.
struct Shape {
    std::string key;
    std::vector<const Value*> values;           ///< point into the statement or into `owned`
    std::vector<std::unique_ptr<Value>> owned;  ///< LIMIT and OFFSET, which are parameters too
};

[[nodiscard]] Shape shape_of(const Statement& statement);

}  // namespace athanor::sql

#pragma GCC visibility pop
