#pragma once

#include <vector>

#include <athanor/orm/descriptor.hpp>
#include <athanor/orm/mapper.hpp>
#include <athanor/sql/expression.hpp>

#pragma GCC visibility push(default)

namespace athanor::detail {

/// The header in front of a prototype object: what its members' links lead to. Columns of the prototype name their
/// table (or alias) through it.
struct PrototypeHeader {
    const Mapper* mapper = nullptr;
    const sql::FromSource* source = nullptr;
    sql::FromSource alias_source;
    std::uint32_t object_offset = 0;
    std::vector<sql::ExpressionPtr> columns;  ///< one shared node for each column

    PrototypeHeader(const Mapper& m, std::string_view alias, void* object);
    PrototypeHeader(const PrototypeHeader&) = delete;
    PrototypeHeader& operator=(const PrototypeHeader&) = delete;
};

/// The node of a prototype's column. @throws InvalidRequestError for a member of no prototype.
const sql::ExpressionPtr& prototype_column(const volatile FieldLink& link);
struct PrototypeRelationship {
    const PrototypeHeader* header;
    const Relationship* relationship;
};
PrototypeRelationship prototype_relationship(const volatile FieldLink& link);

/// ON for a join along a relationship, from a source of its owner to a source of its target.
sql::ExpressionPtr relationship_condition(const Relationship& relationship, const sql::FromSource& from,
                                          const sql::FromSource& to);

}  // namespace athanor::detail

#pragma GCC visibility pop
