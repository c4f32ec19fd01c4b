#include <athanor/core/error.hpp>
#include <athanor/orm/schema.hpp>
#include <athanor/orm/select.hpp>
#include <athanor/orm/write.hpp>

namespace athanor::detail {

namespace {

/// Depth first, left to right.
const sql::FromSource* first_source(const sql::Expression& expression);

const sql::FromSource* first_source_of_all(Nodes parts) {
    for (const sql::ExpressionPtr* part : parts) {
        if (const sql::FromSource* found = first_source(**part))
            return found;
    }
    return nullptr;
}

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

}  // namespace

sql::Statement select_statement(Sources entities, Nodes items) {
    sql::SelectBody body;
    for (const sql::FromSource* entity : entities)
        body.items.push_back({sql::ExpressionPtr(), entity});
    for (const sql::ExpressionPtr* item : items)
        body.items.push_back({*item, nullptr});
    body.from = entities.size() != 0 ? *entities.begin() : first_source_of_all(items);
    return sql::Statement(std::move(body));
}

sql::Statement with_where(const sql::Statement& statement, const sql::ExpressionPtr& condition) {
    return with_where(statement, {&condition});
}

sql::Statement with_where(const sql::Statement& statement, Nodes conditions) {
    sql::Statement next = statement;
    for (const sql::ExpressionPtr* condition : conditions)
        next.add_where(*condition);
    return next;
}

sql::Statement with_group_by(const sql::Statement& statement, Nodes columns) {
    sql::Statement next = statement;
    for (const sql::ExpressionPtr* column : columns)
        next.add_group_by(*column);
    return next;
}

sql::Statement with_having(const sql::Statement& statement, const sql::ExpressionPtr& condition) {
    sql::Statement next = statement;
    next.add_having(condition);
    return next;
}

sql::Statement with_order_by(const sql::Statement& statement, std::initializer_list<Term> terms) {
    sql::Statement next = statement;
    for (const Term& term : terms)
        next.add_order_by({*term.expression, term.descending});
    return next;
}

sql::Statement with_limit(const sql::Statement& statement, std::int64_t rows) {
    sql::Statement next = statement;
    next.set_limit(rows);
    return next;
}

sql::Statement with_offset(const sql::Statement& statement, std::int64_t rows) {
    sql::Statement next = statement;
    next.set_offset(rows);
    return next;
}

sql::Statement with_distinct(const sql::Statement& statement) {
    sql::Statement next = statement;
    next.set_distinct();
    return next;
}

sql::Statement with_join(const sql::Statement& statement, const sql::FromSource& target, const sql::ExpressionPtr& on,
                         bool outer) {
    sql::Statement next = statement;
    next.add_join(target, on, outer);
    return next;
}

sql::Statement with_relationship(const sql::Statement& statement, const volatile FieldLink& link,
                                 const sql::FromSource& target, bool outer) {
    const PrototypeRelationship found = prototype_relationship(link);
    const sql::ExpressionPtr on = relationship_condition(*found.relationship, *found.header->source, target);
    return with_join(statement, target, on, outer);
}

sql::Statement with_source(const sql::Statement& statement, const sql::FromSource& source) {
    sql::Statement next = statement;
    next.edit_select().from = &source;
    return next;
}

Term term_of(const operators::OrderByBase& term) noexcept {
    return {&term.ordering.expression, term.ordering.descending};
}
Term term_of(const operators::ExprBase& term) noexcept { return {&term.node(), false}; }
Term term_of(const volatile operators::ColumnBase& term) { return {&term.expression(), false}; }

sql::Statement write_statement(sql::StatementKind kind, const sql::FromSource& table) {
    return sql::Statement(kind, {&table, {}, {}, {}});
}

sql::Statement with_assignment(const sql::Statement& statement, const sql::ExpressionPtr& column, Value value) {
    return with_assignment(statement, column, sql::bind(std::move(value), column.get()));
}

sql::Statement with_assignment(const sql::Statement& statement, const sql::ExpressionPtr& column,
                               const sql::ExpressionPtr& value) {
    sql::Statement next = statement;
    next.add_assignment(static_cast<const sql::ColumnExpression&>(*column).index, value);
    return next;
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
