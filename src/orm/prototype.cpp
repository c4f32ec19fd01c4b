#include <athanor/core/error.hpp>
#include <athanor/orm/prototype.hpp>
#include <athanor/orm/select.hpp>

#include "mapper_resolved.hpp"

namespace athanor::detail {

namespace {

const PrototypeHeader& header_of(const volatile FieldLink& link) {
    if (link.distance() == 0) {
        throw InvalidRequestError("this member belongs to no set of columns",
                                  "queries take columns from Model::columns() or aliased<Model, \"name\">()");
    }
    const auto* at = const_cast<const std::byte*>(reinterpret_cast<const volatile std::byte*>(&link));
    return *reinterpret_cast<const PrototypeHeader*>(at - link.distance());
}

std::uint32_t offset_of(const PrototypeHeader& header, const volatile FieldLink& link) {
    const auto* object = reinterpret_cast<const std::byte*>(&header) - header.object_offset;
    const auto* member = const_cast<const std::byte*>(reinterpret_cast<const volatile std::byte*>(&link));
    return static_cast<std::uint32_t>(member - object);
}

}  // namespace

PrototypeHeader::PrototypeHeader(const Mapper& m, std::string_view alias, void* object)
    : mapper(&m),
      source(alias.empty() ? &m.source() : &alias_source),
      alias_source{&m.table(), alias},
      object_offset(static_cast<std::uint32_t>(reinterpret_cast<std::byte*>(this) - static_cast<std::byte*>(object))) {
    for (std::size_t i = 0; i < m.columns().size(); ++i)
        columns.push_back(sql::column(*source, i));
    for (const std::uint32_t offset : m.resolved().links) {
        auto* at = static_cast<std::byte*>(object) + offset;
        reinterpret_cast<FieldLink*>(at)->set_distance(
            static_cast<std::int32_t>(at - reinterpret_cast<std::byte*>(this)));
    }
}

const sql::ExpressionPtr& prototype_column(const volatile FieldLink& link) {
    const PrototypeHeader& header = header_of(link);
    return header.columns[header.mapper->column_at(offset_of(header, link)).value()];
}

PrototypeRelationship prototype_relationship(const volatile FieldLink& link) {
    const PrototypeHeader& header = header_of(link);
    return {&header, &header.mapper->relationship_at(offset_of(header, link))};
}

const sql::FromSource& prototype_source(const volatile FieldLink& first_member) {
    return *header_of(first_member).source;
}

sql::ExpressionPtr relationship_condition(const Relationship& relationship, const sql::FromSource& from,
                                          const sql::FromSource& to) {
    const bool key_on_target = relationship.descriptor->many || relationship.key_on_target;
    const sql::FromSource& key_side = key_on_target ? to : from;
    const sql::FromSource& referred_side = key_on_target ? from : to;
    sql::ExpressionPtr condition;
    for (std::size_t i = 0; i < relationship.key_columns.size(); ++i) {
        sql::ExpressionPtr pair =
            sql::binary(sql::BinaryOperator::equal, sql::column(referred_side, relationship.referred_columns[i]),
                        sql::column(key_side, relationship.key_columns[i]));
        condition =
            condition ? sql::binary(sql::BinaryOperator::and_, std::move(condition), std::move(pair)) : std::move(pair);
    }
    return condition;
}

}  // namespace athanor::detail
