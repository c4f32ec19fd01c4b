// An object of the wrong model for a relationship.
// first error: relationship_holds_another_model<Expense
// first error: Category
// first error: Expense
// first error: give_a_Ref_of_the_right_model
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense;
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Many<Expense, back_populates<"category">> expenses;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<200>> description;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<std::optional<int>, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
};

Ref<Expense> file(const Ref<Expense>& other, const Ref<Category>& food) {
#ifdef WRONG
    return make<Expense>({.category = other});
    (void)food;
#else
    return make<Expense>({.description = other->description, .category = food});
#endif
}
