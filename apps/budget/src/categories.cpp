#include <cstdint>

#include <fmt/format.h>

#include <budget/categories.hpp>
#include <budget/errors.hpp>
#include <budget/validation.hpp>

#include "lookup.hpp"

namespace budget {

namespace {

DuplicateError duplicate(const std::string& name) {
    return DuplicateError(fmt::format("there is a category {} already", in_quotes(name)),
                          "see them with: budget category list");
}

/// Somebody else may have taken the name since it was looked for.
void flush_name(athanor::Session& session, const std::string& name) {
    try {
        session.flush();
    } catch (const athanor::IntegrityError& error) {
        if (error.kind() == athanor::IntegrityKind::unique) {
            throw duplicate(name);
        }
        throw;
    }
}

InUseError in_use(const std::string& name, std::int64_t expenses) {
    const auto who = expenses == 1 ? std::string("1 expense stands") : fmt::format("{} expenses stand", expenses);
    return InUseError(fmt::format("the category {} cannot be removed: {} in the way", in_quotes(name), who),
                      "move them to another category first (budget move ID CATEGORY); those of all users count");
}

}  // namespace

athanor::Ref<Category> create_category(athanor::Session& session, const std::string& name,
                                       const std::optional<std::string>& color) {
    check_text("category", name, max_category);
    if (color) {
        check_color(*color);
    }
    auto& c = Category::columns();
    if (session.scalar(select(c.id).where(c.name == name))) {
        throw duplicate(name);
    }
    auto category = athanor::make<Category>({.name = name});
    if (color) {
        category->color = *color;
    }
    session.add(category);
    flush_name(session, name);
    return category;
}

athanor::Ref<Category> rename_category(athanor::Session& session, const std::string& name,
                                       const std::string& new_name) {
    check_text("category", new_name, max_category);
    auto category = find_category(session, name);
    auto& c = Category::columns();
    if (session.scalar(select(c.id).where(c.name == new_name))) {
        throw duplicate(new_name);
    }
    category->name = new_name;
    flush_name(session, new_name);
    return category;
}

athanor::Ref<Category> find_unused_category(athanor::ReadSession& session, const std::string& name) {
    auto category = find_category(session, name);
    auto& e = Expense::columns();
    const auto query = select(athanor::func::count(e.id)).where(e.category_id == category->id);
    if (const auto expenses = session.scalar(query).value(); expenses != 0) {
        throw in_use(name, expenses);
    }
    return category;
}

void remove_category(athanor::Session& session, const std::string& name) {
    session.delete_(find_unused_category(session, name));
    try {
        session.flush();
    } catch (const athanor::IntegrityError& error) {
        // Somebody else added an expense since they were counted.
        if (error.kind() == athanor::IntegrityKind::foreign_key) {
            throw in_use(name, 1);
        }
        throw;
    }
}

std::vector<athanor::Ref<Category>> list_categories(athanor::ReadSession& session) {
    auto& c = Category::columns();
    return session.scalars(athanor::select<Category>().order_by(c.name)).all();
}

athanor::Ref<Category> find_category(athanor::ReadSession& session, const std::string& name) {
    check_text("category", name, max_category);
    auto& c = Category::columns();
    auto category = session.scalars(athanor::select<Category>().where(c.name == name)).one_or_none();
    if (!category) {
        const auto names = session.scalars(select(c.name).order_by(c.name)).all();
        throw NotFoundError(fmt::format("there is no category {}", in_quotes(name)),
                            suggestion(name, names, "add it with: budget category add NAME"));
    }
    return category;
}

}  // namespace budget
