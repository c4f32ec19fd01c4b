#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <budget/models.hpp>
#include <budget/sample_data.hpp>

namespace budget {

namespace {

using athanor::Date;
using athanor::Decimal;
using athanor::Uuid;
using namespace athanor::literals;

struct SampleCategory {
    const char* name;
    const char* color;
};
constexpr SampleCategory categories[] = {
    {"Rent", "#8a5a44"},      {"Groceries", "#4c9a2a"},     {"Restaurants", "#d9822b"},
    {"Transport", "#2b6cb0"}, {"Entertainment", "#9f4bbf"}, {"Utilities", "#718096"},
};

struct SampleExpense {
    const char* key;
    int day;  // of January 2026
    Decimal amount;
    const char* category;
    const char* description;
};
constexpr SampleExpense expenses[] = {
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e01", 1, "850.00"_dec, "Rent", "January rent"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e02", 2, "64.35"_dec, "Groceries", "Weekly shopping"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e03", 3, "12.50"_dec, "Restaurants", "Lunch, with coffee"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e04", 5, "49.00"_dec, "Transport", "Monthly ticket"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e05", 9, "71.80"_dec, "Groceries", "Weekly shopping"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e06", 10, "24.00"_dec, "Entertainment", "Two cinema tickets"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e07", 14, "58.20"_dec, "Utilities", "Electricity"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e08", 16, "53.17"_dec, "Groceries", "Weekly shopping"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e09", 18, "38.90"_dec, "Restaurants", "Dinner for two"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e10", 23, "80.05"_dec, "Groceries", "Weekly shopping"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e11", 27, "29.99"_dec, "Utilities", "Internet"},
    {"5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e12", 30, "9.60"_dec, "Transport", "Bus to the airport"},
};

athanor::Ref<User> sample_user(athanor::Session& session, SampleReport& report) {
    auto& u = User::columns();
    const std::string email(sample_email);
    auto user = session.scalars(athanor::select<User>().where(u.email == email)).one_or_none();
    if (!user) {
        user = session.add(User{.email = email, .name = "You"});
        ++report.users;
    }
    return user;
}

std::map<std::string, athanor::Ref<Category>> sample_categories(athanor::Session& session, SampleReport& report) {
    std::map<std::string, athanor::Ref<Category>> found;
    std::vector<std::string> names;
    for (const auto& sample : categories) {
        names.emplace_back(sample.name);
    }
    auto& c = Category::columns();
    for (auto& category : session.scalars(athanor::select<Category>().where(c.name.in_(names)))) {
        found.emplace(category->name, category);
    }
    for (const auto& sample : categories) {
        if (auto& category = found[sample.name]; !category) {
            category = session.add(Category{.name = sample.name, .color = sample.color});
            ++report.categories;
        }
    }
    return found;
}

}  // namespace

SampleReport add_sample_data(athanor::Session& session) {
    SampleReport report;
    const auto user = sample_user(session, report);
    const auto by_name = sample_categories(session, report);
    std::vector<Uuid> keys;
    for (const auto& sample : expenses) {
        keys.push_back(Uuid::parse(sample.key));
    }
    auto& e = Expense::columns();
    const auto there = session.scalars(select(e.key).where(e.key.in_(keys))).all();
    for (const auto& sample : expenses) {
        const Uuid key = Uuid::parse(sample.key);
        if (std::find(there.begin(), there.end(), key) != there.end()) {
            continue;
        }
        session.add(Expense{.user = user,
                            .category = by_name.at(sample.category),
                            .description = sample.description,
                            .amount = sample.amount,
                            .date = Date(2026, 1, sample.day),
                            .key = key});
        ++report.expenses;
    }
    session.flush();
    return report;
}

}  // namespace budget
