#include <algorithm>
#include <atomic>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/sql/statement.hpp>

#include "sql/assignment.hpp"

namespace athanor::sql {

struct Statement::Body {
    StatementKind kind;
    std::variant<SelectBody, WriteBody> parts;
};

namespace {

std::int64_t checked(std::string_view clause, std::int64_t rows) {
    if (rows < 0) {
        throw ArgumentError(fmt::format("{} is {}", clause, rows), "use 0 or more rows");
    }
    return rows;
}

}  // namespace

ExecutionOptions::~ExecutionOptions() = default;

Statement::Statement(SelectBody body) : body_(std::make_shared<Body>(Body{StatementKind::select, std::move(body)})) {
    const auto& parts = select();
    checked("LIMIT", parts.limit.value_or(0));
    checked("OFFSET", parts.offset.value_or(0));
}

Statement::Statement(StatementKind kind, WriteBody body) {
    for (auto& assignment : body.assignments) {
        assignment = detail::prepared_assignment(*body.table->table, assignment.column, std::move(assignment.value));
    }
    body_ = std::make_shared<Body>(Body{kind, std::move(body)});
}

Statement::Statement(const Statement& other) noexcept = default;
Statement::Statement(Statement&& other) noexcept = default;
Statement& Statement::operator=(const Statement& other) noexcept = default;
Statement& Statement::operator=(Statement&& other) noexcept = default;
Statement::~Statement() = default;

StatementKind Statement::kind() const noexcept { return body_->kind; }
const SelectBody& Statement::select() const noexcept { return *std::get_if<SelectBody>(&body_->parts); }
const WriteBody& Statement::write() const noexcept { return *std::get_if<WriteBody>(&body_->parts); }

void Statement::own() {
#ifdef __SANITIZE_THREAD__
    body_ = std::make_shared<Body>(*body_);  // it does not know fences, and a copy needs none
#else
    if (body_.use_count() > 1) {
        body_ = std::make_shared<Body>(*body_);
    } else {
        // Another thread may just have let go of the body: what it read must lie before what is written now.
        std::atomic_thread_fence(std::memory_order_acquire);
    }
#endif
}

SelectBody& Statement::edit_select() {
    own();
    return *std::get_if<SelectBody>(&body_->parts);
}

WriteBody& Statement::edit_write() {
    own();
    return *std::get_if<WriteBody>(&body_->parts);
}

void Statement::add_item(ExpressionPtr expression) { edit_select().items.push_back({std::move(expression), nullptr}); }

void Statement::add_entity(const FromSource& source) { edit_select().items.push_back({ExpressionPtr(), &source}); }

void Statement::add_join(const FromSource& target, ExpressionPtr on, bool outer) {
    edit_select().joins.push_back({&target, std::move(on), outer});
}

void Statement::add_where(ExpressionPtr condition) {
    auto& where = kind() == StatementKind::select ? edit_select().where : edit_write().where;
    where.push_back(std::move(condition));
}

void Statement::add_group_by(ExpressionPtr expression) { edit_select().group_by.push_back(std::move(expression)); }
void Statement::add_having(ExpressionPtr condition) { edit_select().having.push_back(std::move(condition)); }
void Statement::add_order_by(Ordering ordering) { edit_select().order_by.push_back(std::move(ordering)); }
void Statement::set_limit(std::int64_t rows) { edit_select().limit = checked("LIMIT", rows); }
void Statement::set_offset(std::int64_t rows) { edit_select().offset = checked("OFFSET", rows); }
void Statement::set_distinct() { edit_select().distinct = true; }

void Statement::add_assignment(std::size_t column, ExpressionPtr value) {
    auto& body = edit_write();
    auto added = detail::prepared_assignment(*body.table->table, column, std::move(value));
    const auto same = std::find_if(body.assignments.begin(), body.assignments.end(),
                                   [&](const Assignment& assignment) { return assignment.column == column; });
    if (same == body.assignments.end()) {
        body.assignments.push_back(std::move(added));
    } else {
        *same = std::move(added);
    }
}

}  // namespace athanor::sql
