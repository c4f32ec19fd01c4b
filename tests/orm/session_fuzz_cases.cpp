#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include <athanor/core/error.hpp>

#include "orm/session_suite.hpp"

namespace athanor::testing {
namespace {

using detail::ObjectStatus;

/// Random work with one session after the other, and what must hold whatever happens.
class Fuzz {
public:
    Fuzz(const Engine& engine, unsigned seed) : engine_(engine), random_(seed) { open(); }

    void step() {
        const auto category = pick(categories_);
        const auto expense = pick(expenses_);
        switch (random_() % 16) {
        case 0:
            add(categories_, make_category("c" + std::to_string(++names_)));
            break;
        case 1:
            add(expenses_, make_expense("e", usable(category) ? category : Handle<Category>()));
            break;
        case 2:
            add(expenses_, make_expense("e"));
            break;
        case 3:
            if (usable(expense) && usable(category)) {
                expense->category.set(category.state());
            }
            break;
        case 4:
            if (usable(expense)) {
                expense->category.set(nullptr);
            }
            break;
        case 5:
            if (usable(expense) && usable(category)) {
                category->expenses.append(expense.state());
            }
            break;
        case 6:
            if (usable(expense) && usable(category)) {
                category->expenses.remove(expense.state());
            }
            break;
        case 7:
            if (usable(expense)) {
                expense->description = "d" + std::to_string(random_() % 3);
            }
            break;
        case 8:
            if (usable(expense)) {
                session_->delete_(expense.state());
            }
            break;
        case 9:
            if (usable(category) && random_() % 4 == 0) {
                session_->delete_(category.state());
            }
            break;
        case 10:
            session_->flush();
            break;
        case 11:
            session_->commit();
            check_database();
            break;
        case 12:
            session_->rollback();
            EXPECT_EQ(session_->pending(), 0U);
            break;
        case 13:
            (void)session_->release_unused();
            break;
        case 14:
            if (usable(expense)) {
                session_->expunge(expense.state());
            }
            break;
        case 15:
            if (random_() % 8 == 0) {
                open();
            } else {
                drop();
            }
            break;
        }
        check_in_step();
    }

    void finish() {
        session_->commit();
        check_database();
    }

private:
    template <class M>
    Handle<M> pick(const std::vector<Handle<M>>& from) {
        return from.empty() ? Handle<M>() : from[random_() % from.size()];
    }
    template <class M>
    bool usable(const Handle<M>& handle) const {
        return handle && session_->contains(handle.state()) && !handle.state()->to_delete;
    }
    template <class M>
    void add(std::vector<Handle<M>>& to, Handle<M> handle) {
        session_->add(handle.state());
        to.push_back(std::move(handle));
    }
    void drop() {
        if (!expenses_.empty()) {
            expenses_.erase(expenses_.begin() + static_cast<std::ptrdiff_t>(random_() % expenses_.size()));
        }
        std::erase_if(expenses_, [&](const auto& handle) { return !session_->contains(handle.state()); });
        std::erase_if(categories_, [&](const auto& handle) { return !session_->contains(handle.state()); });
    }
    void open() {
        if (session_) {
            session_->rollback();
        }
        session_ = std::make_unique<detail::SessionCore>(engine_, SessionOptions{.autoflush = random_() % 2 == 0});
        expenses_.clear();
        categories_.clear();
        for (std::int64_t id = 1; id < 200; id += 7) {
            const Value key[] = {Value(id)};
            if (auto* state = session_->get(fake<Category>(), key)) {
                categories_.emplace_back(state);
            }
            if (auto* state = session_->get(fake<Expense>(), key)) {
                expenses_.emplace_back(state);
            }
        }
    }
    void check_in_step() {
        for (const auto& expense : expenses_) {
            auto* target = expense->category.target;
            if (!usable(expense) || target == nullptr || target->session != session_.get()) {
                continue;
            }
            const auto& many = object<Category>(target)->expenses;
            if (many.loaded) {
                ASSERT_EQ(std::count(many.items->begin(), many.items->end(), expense.state()), 1);
            }
        }
        for (const auto& category : categories_) {
            if (usable(category) && category->expenses.items) {
                for (auto* item : *category->expenses.items) {
                    const auto& one = object<Expense>(item)->category;
                    ASSERT_TRUE(!one.loaded || one.target == category.state() || item->session == nullptr);
                }
            }
        }
    }
    void check_database() {
        auto connection = engine_.connect();
        const auto rows = connection.exec_driver_sql("SELECT id, description, category_id FROM expenses").rows;
        std::size_t found = 0;
        for (const auto& expense : expenses_) {
            if (!usable(expense)) {
                continue;
            }
            const auto row =
                std::ranges::find_if(rows, [&](const auto& each) { return each[0].as_int64() == expense->id.value; });
            ASSERT_NE(row, rows.end());
            ASSERT_EQ((*row)[1].as_string(), expense->description.value);
            ASSERT_EQ((*row)[2], Value(expense->category_id.value));
            if (expense->category.loaded) {
                auto* target = expense->category.target;
                ASSERT_EQ(expense->category_id.value,
                          target == nullptr ? std::optional<std::int64_t>() : object<Category>(target)->id.value);
            }
            ++found;
        }
        ASSERT_LE(found, rows.size());
    }

    const Engine& engine_;
    std::mt19937 random_;
    std::unique_ptr<detail::SessionCore> session_;
    std::vector<Handle<Category>> categories_;
    std::vector<Handle<Expense>> expenses_;
    std::size_t names_ = 0;
};

TEST_P(SessionSuite, ThousandsOfRandomStepsKeepMemoryAndDatabaseTheSame) {
    const unsigned seeds = is_sqlite() ? 8 : 3;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        execute("DELETE FROM expenses");
        execute("DELETE FROM categories");
        Fuzz fuzz(engine, seed);
        for (int i = 0; i < 500 && !HasFatalFailure(); ++i) {
            SCOPED_TRACE(i);
            fuzz.step();
        }
        if (HasFatalFailure()) {
            return;
        }
        fuzz.finish();
    }
}

}  // namespace
}  // namespace athanor::testing
