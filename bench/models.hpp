#pragma once

#include <athanor/orm.hpp>

namespace bench {

struct Expense;

struct Category : athanor::Model<Category> {
    static constexpr auto table_name = "bench_categories";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Many<Expense, back_populates<"category">> expenses;
};

struct Expense : athanor::Model<Expense> {
    static constexpr auto table_name = "bench_expenses";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<200>> description;
    Mapped<double> amount;
    Mapped<athanor::DateTime> date;
    Mapped<int, foreign_key<&Category::id>, index> category_id;
    One<Category, back_populates<"expenses">> category;
};

using BenchSchema = athanor::Schema<Category, Expense>;

}  // namespace bench
