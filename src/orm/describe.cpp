#include <cstddef>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/describe.hpp>

namespace athanor::detail {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

}  // namespace

void ForeignKeyTarget::name(ColumnDescriptor& c, std::string_view spelled) {
    const std::size_t dot = spelled.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == spelled.size()) {
        throw ArgumentError(fmt::format("foreign_key<\"{}\"> of member {} names no column", spelled, c.name),
                            "write foreign_key<\"table.column\">");
    }
    c.references_table = spelled.substr(0, dot);
    c.references_column = spelled.substr(dot + 1);
}

DescriptorBuilder::DescriptorBuilder() = default;
DescriptorBuilder::~DescriptorBuilder() = default;
void DescriptorBuilder::add(const ColumnDescriptor& column) { columns_.push_back(column); }
void DescriptorBuilder::add(const RelationshipDescriptor& relationship) { relationships_.push_back(relationship); }

void describe(DescriptorBuilder& builder, std::span<const MemberSpec> members, const void* start,
              std::uint32_t offset) {
    for (const MemberSpec& member : members) {
        const auto distance = static_cast<const std::byte*>(member.address) - static_cast<const std::byte*>(start);
        member.add(builder, member.name, offset + static_cast<std::uint32_t>(distance));
    }
}

ColumnDescriptor plain_column(const Accessors& access, std::string_view name, std::uint32_t offset,
                              std::size_t value_offset) {
    ColumnDescriptor column;
    column.name = name;
    column.offset = offset;
    column.value_offset = offset + static_cast<std::uint32_t>(value_offset);
    column.access = &access;
    column.nullable = access.nullable;
    column.type.kind = access.kind;
    return column;
}

DescribedModel::DescribedModel(const ModelDescriptor& spec, std::string_view table_name,
                               void (*describe)(DescriptorBuilder&))
    : descriptor(spec) {
    describe(members);
    descriptor.table_name = table_name;
    descriptor.columns = members.columns();
    descriptor.relationships = members.relationships();
}

Cascade parse_cascade(std::string_view words) {
    Cascade cascade{.save_update = false, .delete_ = false, .delete_orphan = false};
    while (!words.empty()) {
        const std::size_t comma = words.find(',');
        const std::string_view word = trimmed(words.substr(0, comma));
        words = comma == std::string_view::npos ? std::string_view() : words.substr(comma + 1);
        if (word == "all") {
            cascade.save_update = cascade.delete_ = true;
        } else if (word == "save-update") {
            cascade.save_update = true;
        } else if (word == "delete") {
            cascade.delete_ = true;
        } else if (word == "delete-orphan") {
            cascade.delete_orphan = true;
        } else {
            throw ArgumentError(fmt::format("cascade<…> knows no word \"{}\"", word),
                                "it takes save-update, delete, delete-orphan and all, separated by commas");
        }
    }
    if (cascade.delete_orphan && !cascade.delete_) {
        throw ArgumentError("cascade<…> has delete-orphan without delete", "write cascade<\"all, delete-orphan\">");
    }
    return cascade;
}

}  // namespace athanor::detail
