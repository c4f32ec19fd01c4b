#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/sql/compiler.hpp>

namespace athanor::sql {

void Compiler::add_source(const FromSource& source) {
    for (const auto* other : sources_) {
        if (other->name() == source.name()) {
            throw CompileError(fmt::format("{} is in FROM twice", source.name()),
                               "give each but one an alias of its own with aliased, and use it in the conditions");
        }
    }
    sources_.push_back(&source);
}

void Compiler::write_source(const FromSource& source) {
    write_name(source.table->name());
    if (!source.alias.empty()) {
        out_ += " AS ";
        write_name(source.alias);
    }
}

void Compiler::write_conditions(std::string_view keyword, const std::vector<ExpressionPtr>& conditions) {
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        out_ += i == 0 ? keyword : " AND ";
        write(*conditions[i], conditions.size() == 1 ? Precedence::lowest : Precedence::and_);
    }
}

void Compiler::write_items(const SelectBody& body) {
    if (body.items.empty()) {
        throw CompileError("a SELECT without columns", "pass columns or a model to select");
    }
    std::string_view separator;
    const auto item = [&](const Expression& expression) {
        out_ += separator;
        separator = ", ";
        write(expression);
        results_.push_back(expression.type);
    };
    for (const auto& each : body.items) {
        if (each.entity == nullptr) {
            item(*each.expression);
            if (each.expression->kind == ExpressionKind::label) {
                out_ += " AS ";
                write_name(static_cast<const LabelExpression&>(*each.expression).name);
            }
            continue;
        }
        for (std::size_t i = 0; i < each.entity->table->columns().size(); ++i) {
            item(ColumnExpression(*each.entity, i));
        }
    }
}

void Compiler::visit_select(const SelectBody& body) {
    if (body.from != nullptr) {
        add_source(*body.from);
    }
    for (const auto& join : body.joins) {
        add_source(*join.target);
    }
    out_ += body.distinct ? "SELECT DISTINCT " : "SELECT ";
    write_items(body);
    if (body.from != nullptr) {
        out_ += " FROM ";
        write_source(*body.from);
    }
    for (const auto& join : body.joins) {
        out_ += join.outer ? " LEFT OUTER JOIN " : " JOIN ";
        write_source(*join.target);
        if (!join.on) {
            throw CompileError(fmt::format("the join with {} has no condition", join.target->name()),
                               "pass the condition to join, or join by a relationship");
        }
        out_ += " ON ";
        write(*join.on);
    }
    write_conditions(" WHERE ", body.where);
    for (std::size_t i = 0; i < body.group_by.size(); ++i) {
        out_ += i == 0 ? " GROUP BY " : ", ";
        write(*body.group_by[i]);
    }
    write_conditions(" HAVING ", body.having);
    write_order_by(body);
    visit_limit(body);
}

void Compiler::write_order_by(const SelectBody& body) {
    for (std::size_t i = 0; i < body.order_by.size(); ++i) {
        out_ += i == 0 ? " ORDER BY " : ", ";
        const auto& term = *body.order_by[i].expression;
        const bool selected = std::any_of(body.items.begin(), body.items.end(),
                                          [&](const SelectItem& item) { return item.expression.get() == &term; });
        if (selected && term.kind == ExpressionKind::label) {
            write_name(static_cast<const LabelExpression&>(term).name);
        } else {
            write(term);
        }
        out_ += body.order_by[i].descending ? " DESC" : "";
    }
}

void Compiler::visit_limit(const SelectBody& body) {
    if (body.limit) {
        out_ += " LIMIT ";
        write_row_count(body.limit);
    }
    if (body.offset) {
        out_ += " OFFSET ";
        write_row_count(body.offset);
    }
}

void Compiler::write_assigned(const Assignment& assignment, const Table& table) {
    const auto& type = table.columns()[assignment.column].type;
    if (assignment.value->kind == ExpressionKind::bind) {
        write_parameter(assignment.value.get(), type);
    } else {
        write_as(*assignment.value, type);
    }
}

void Compiler::write_returning(const WriteBody& body) {
    for (std::size_t i = 0; i < body.returning.size(); ++i) {
        const auto& column = body.table->table->columns()[body.returning[i]];
        out_ += i == 0 ? " RETURNING " : ", ";
        write_name(column.name);
        results_.push_back(column.type);
    }
}

void Compiler::visit_insert(const WriteBody& body) {
    const auto& table = *body.table->table;
    out_ += "INSERT INTO ";
    write_name(table.name());
    if (body.assignments.empty()) {
        out_ += " DEFAULT VALUES";
    } else {
        for (std::size_t i = 0; i < body.assignments.size(); ++i) {
            out_ += i == 0 ? " (" : ", ";
            write_name(table.columns()[body.assignments[i].column].name);
        }
        for (std::size_t i = 0; i < body.assignments.size(); ++i) {
            out_ += i == 0 ? ") VALUES (" : ", ";
            write_assigned(body.assignments[i], table);
        }
        out_ += ')';
    }
    write_returning(body);
}

void Compiler::visit_update(const WriteBody& body) {
    const auto& table = *body.table->table;
    if (body.assignments.empty()) {
        throw CompileError(fmt::format("an UPDATE of {} that sets nothing", table.name()), "add values to set");
    }
    add_source(*body.table);
    out_ += "UPDATE ";
    write_source(*body.table);
    for (std::size_t i = 0; i < body.assignments.size(); ++i) {
        out_ += i == 0 ? " SET " : ", ";
        write_name(table.columns()[body.assignments[i].column].name);
        out_ += " = ";
        write_assigned(body.assignments[i], table);
    }
    write_conditions(" WHERE ", body.where);
    write_returning(body);
}

void Compiler::visit_delete(const WriteBody& body) {
    add_source(*body.table);
    out_ += "DELETE FROM ";
    write_source(*body.table);
    write_conditions(" WHERE ", body.where);
    write_returning(body);
}

}  // namespace athanor::sql
