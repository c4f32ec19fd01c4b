#include <athanor/core/error.hpp>
#include <athanor/orm/schema.hpp>
#include <athanor/orm/select.hpp>
#include <athanor/orm/write.hpp>

namespace athanor::detail {

namespace {

/// Depth first, left to right.
const sql::FromSource* first_source_of_all(std::initializer_list<const sql::ExpressionPtr*> parts) {
    for (const sql::ExpressionPtr* part : parts) {
        if (const sql::FromSource* found = first_source(**part))
            return found;
    }
    return nullptr;
}

}  // namespace

const sql::FromSource* first_source(const sql::Expression& expression) {
    using enum sql::ExpressionKind;
    switch (expression.kind) {
    case column:
        return static_cast<const sql::ColumnExpression&>(expression).source;
    case bind:
        return nullptr;
    case binary: {
        const auto& e = static_cast<const sql::BinaryExpression&>(expression);
        return first_source_of_all({&e.left, &e.right});
    }
    case unary:
        return first_source(*static_cast<const sql::UnaryExpression&>(expression).operand);
    case function:
        for (const auto& argument : static_cast<const sql::FunctionExpression&>(expression).arguments) {
            if (const sql::FromSource* found = first_source(*argument))
                return found;
        }
        return nullptr;
    case between:
        return first_source(*static_cast<const sql::BetweenExpression&>(expression).operand);
    case in_list:
        return first_source(*static_cast<const sql::InExpression&>(expression).operand);
    case like:
        return first_source(*static_cast<const sql::LikeExpression&>(expression).operand);
    case null_test:
        return first_source(*static_cast<const sql::NullTestExpression&>(expression).operand);
    case label:
        return first_source(*static_cast<const sql::LabelExpression&>(expression).inner);
    }
    return nullptr;
}

std::size_t column_index_of(const sql::Expression& column) {
    return static_cast<const sql::ColumnExpression&>(column).index;
}

MetaData metadata_of(std::initializer_list<const Mapper*> mappers) {
    MetaData metadata;
    for (const Mapper* mapper : mappers)
        metadata.add(mapper->table());
    for (const Mapper* mapper : mappers) {
        mapper->complete_keys();
        // Asked for here so that a wrong back_populates shows when the program starts, not when it first navigates.
        (void)mapper->relationships();
    }
    return metadata;
}

}  // namespace athanor::detail
