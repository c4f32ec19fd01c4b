#include "athanor_side.hpp"

#include "models.hpp"

namespace bench {

using namespace athanor;

namespace {

Expense new_expense(std::size_t number) {
    auto content = sample(number);
    return {.description = std::move(content.description),
            .amount = content.amount,
            .date = DateTime::from_microseconds_since_epoch(content.date),
            .category_id = content.category_id};
}

void add(Checksum& sum, const Expense& expense) {
    sum.add(expense.id, expense.description.get(), expense.amount, expense.date.get().microseconds_since_epoch(),
            expense.category_id);
}

}  // namespace

void AthanorSide::create_tables() {
    BenchSchema::drop_all(engine_);
    BenchSchema::create_all(engine_);
}

void AthanorSide::drop_tables() { BenchSchema::drop_all(engine_); }

Outcome AthanorSide::insert(std::size_t count) {
    Outcome outcome;
    outcome.watch.start();
    {
        Session session(engine_);
        std::vector<Ref<Expense>> expenses;
        expenses.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            expenses.push_back(session.add(new_expense(i)));
        }
        session.commit();
        outcome.watch.stop();
        for (const auto& expense : expenses) {
            add(outcome.sum, *expense);
        }
        outcome.watch.start();
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::load() {
    Outcome outcome;
    outcome.watch.start();
    {
        Session session(engine_);
        const auto expenses = session.scalars(select<Expense>());
        outcome.watch.stop();
        for (const auto& expense : expenses) {
            add(outcome.sum, *expense);
        }
        outcome.watch.start();
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::get(const std::vector<std::int32_t>& ids) {
    Outcome outcome;
    outcome.watch.start();
    {
        Session session(engine_);
        for (const auto id : ids) {
            add(outcome.sum, *session.get<Expense>(id));
        }
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::graph() {
    Outcome outcome;
    outcome.watch.start();
    {
        Session session(engine_);
        auto& c = Category::columns();
        const auto categories = session.scalars(select<Category>().options(selectinload(c.expenses)));
        outcome.watch.stop();
        for (const auto& category : categories) {
            for (const auto& expense : category->expenses) {
                add(outcome.sum, *expense);
            }
        }
        outcome.watch.start();
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::update() {
    Outcome outcome;
    outcome.watch.start();
    {
        Session session(engine_);
        const auto expenses = session.scalars(select<Expense>());
        for (const auto& expense : expenses) {
            expense->amount = expense->amount + 1;
        }
        session.commit();
        outcome.watch.stop();
        for (const auto& expense : expenses) {
            add(outcome.sum, *expense);
        }
        outcome.watch.start();
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::totals(std::size_t times) {
    Outcome outcome;
    outcome.watch.start();
    auto& c = Category::columns();
    auto& e = Expense::columns();
    Session session(engine_);
    for (std::size_t i = 0; i < times; ++i) {
        const auto totals =
            session.execute(select(c.name, func::sum(e.amount), func::count(e.id)).join(c.expenses).group_by(c.name));
        for (const auto& [name, sum, count] : totals) {
            outcome.sum.add(0, name, sum, count, 0);
        }
    }
    outcome.watch.stop();
    return outcome;
}

Outcome AthanorSide::transactions(std::size_t count) {
    Outcome outcome;
    outcome.watch.start();
    for (std::size_t i = 0; i < count; ++i) {
        Session session(engine_);
        const auto expense = session.add(new_expense(i));
        session.commit();
        add(outcome.sum, *expense);
    }
    outcome.watch.stop();
    return outcome;
}

}  // namespace bench
