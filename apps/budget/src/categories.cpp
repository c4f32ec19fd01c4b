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
    try {
        session.flush();
    } catch (const athanor::IntegrityError& error) {
        // Somebody else added it since it was looked for.
        if (error.kind() == athanor::IntegrityKind::unique) {
            throw duplicate(name);
        }
        throw;
    }
    return category;
}

std::vector<athanor::Ref<Category>> list_categories(athanor::Session& session) {
    auto& c = Category::columns();
    return session.scalars(athanor::select<Category>().order_by(c.name)).all();
}

athanor::Ref<Category> find_category(athanor::Session& session, const std::string& name) {
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
