// The mistakes that the tutorial tells of, made with the models of its programs: the pages show the errors as they are.

#include <map>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/orm.hpp>

#include "docs/pages.hpp"

// Their main functions are ordinary functions here, so they would need a return.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wreturn-type"
namespace lesson1 {
#include "../../examples/01_one_model.cpp"
}
namespace lesson2 {
#include "../../examples/02_create_read_update_delete.cpp"
}
namespace lesson3 {
#include "../../examples/03_relationships.cpp"
}
namespace lesson5 {
#include "../../examples/05_transactions.cpp"
}
#pragma GCC diagnostic pop

using namespace athanor;
using namespace athanor::testing;

namespace {

template <class Mistake>
std::string error_of(Mistake mistake) {
    try {
        mistake();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

template <class Schema>
Engine database() {
    auto engine = create_engine("sqlite://");
    Schema::create_all(engine);
    return engine;
}

std::string a_bad_amount() {
    return error_of([] { (void)lesson1::read_expense("2026-11-02,Groceries,52.50 EUR"); });
}

std::string no_tables() {
    return error_of([] { lesson1::import_csv(create_engine("sqlite://")); });
}

std::string too_long() {
    return error_of([] {
        Session session(database<lesson1::BudgetSchema>());
        session.add(lesson1::Expense{.description = std::string(201, 'x')});
        session.commit();
    });
}

std::string an_empty_ref() {
    return error_of([] {
        Session session(database<lesson2::BudgetSchema>());
        session.get<lesson2::Expense>(99)->amount = 1;
    });
}

std::string no_row_for_one() {
    return error_of([] {
        Session session(database<lesson2::BudgetSchema>());
        (void)session.query<lesson2::Expense>().one();
    });
}

std::string an_item_without_expense() {
    return error_of([] {
        Session session(database<lesson3::BudgetSchema>());
        session.add(lesson3::Item{.name = "Bread", .price = "4.20"_dec});
        session.commit();
    });
}

std::string a_collection_on_the_stack() {
    return error_of([] {
        lesson3::Expense market{.description = "Market"};
        market.items.push_back(make<lesson3::Item>({.name = "Bread"}));
    });
}

std::string detached() {
    return error_of([] {
        Ref<lesson3::Expense> market;
        {
            Session session(database<lesson3::BudgetSchema>());
            session.add(
                lesson3::Expense{.description = "Market", .category = make<lesson3::Category>({.name = "Food"})});
            session.commit();
            session.close();
            market = session.get<lesson3::Expense>(1);
        }
        (void)market->category->name;
    });
}

std::string no_rollback() {
    return error_of([] {
        Session session(database<lesson5::BankSchema>());
        session.add(lesson5::Account{.name = "purse", .balance = -1});
        EXPECT_THROW(session.commit(), IntegrityError);
        (void)session.query<lesson5::Account>().count();
    });
}

std::string an_unknown_database() {
    return error_of([] { (void)create_engine("mysql://localhost/budget"); });
}

std::string no_server() {
    return error_of([] { (void)create_engine("postgresql://me:secret@127.0.0.1:1/budget").connect(); });
}

/// No exception: what the log says.
std::string forgotten_commit() {
    const ScopedLogCapture capture;
    lesson2::forget_to_commit(database<lesson2::BudgetSchema>());
    std::string said;
    for (const auto& record : capture.records()) {
        if (record.level == LogLevel::warning) {
            said += record.message;
        }
    }
    return said;
}

const std::map<std::string, std::string (*)()> mistakes{
    {"a bad amount", a_bad_amount},
    {"no tables", no_tables},
    {"too long", too_long},
    {"an empty Ref", an_empty_ref},
    {"no row for one()", no_row_for_one},
    {"an item without expense", an_item_without_expense},
    {"a collection on the stack", a_collection_on_the_stack},
    {"detached", detached},
    {"no rollback", no_rollback},
    {"a forgotten commit", forgotten_commit},
    {"an unknown database", an_unknown_database},
    {"no server", no_server},
};

}  // namespace

TEST(TutorialMistakes, ThePagesShowTheErrorsAsTheyAre) {
    std::map<std::string, std::string> shown;
    for (const auto& page : pages()) {
        for (const auto& block : blocks(read_project_file(page))) {
            if (const auto name = marked(block.above, "error"); !name.empty()) {
                shown[name] = block.text;
            }
        }
    }
    for (const auto& [name, mistake] : mistakes) {
        EXPECT_EQ(shown[name], mistake() + "\n") << name;
    }
    EXPECT_EQ(shown.size(), mistakes.size()) << "a page shows an error that no mistake here makes";
}
