#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include <sqlite3.h>

#include "raw_row.hpp"
#include "side.hpp"
#include "utc_text.hpp"

namespace bench {

namespace {

struct Close {
    void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

/// Prepared statements, stepped row by row inside one transaction: on SQLite nothing reliable is faster.
class SqliteSide final : public RawSide {
public:
    explicit SqliteSide(const std::string& file) {
        sqlite3* opened = nullptr;
        // Like the driver of the library: one thread at a time, so without locks around each call.
        constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
        database_.reset(opened);
        check(code);
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = NORMAL");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA busy_timeout = 5000");
        of_categories_sql_ =
            "SELECT id, description, amount, date, category_id FROM bench_expenses WHERE category_id IN (?";
        for (int i = 1; i < category_count; ++i) {
            of_categories_sql_ += ", ?";
        }
        of_categories_sql_ += ")";
        begin_ = prepare("BEGIN");
        commit_ = prepare("COMMIT");
    }

    Outcome insert(std::size_t count) override {
        Outcome outcome;
        outcome.watch.start();
        {
            std::vector<RawExpense> rows;
            rows.reserve(count);
            for (std::size_t i = 0; i < count; ++i) {
                rows.push_back(new_row(i));
            }
            once(begin_);
            for (auto& row : rows) {
                insert_row(row);
            }
            once(commit_);
            outcome.watch.stop();
            add(outcome.sum, rows);
            outcome.watch.start();
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome load() override {
        Outcome outcome;
        outcome.watch.start();
        {
            const auto rows = all_rows();
            outcome.watch.stop();
            add(outcome.sum, rows);
            outcome.watch.start();
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome get(const std::vector<std::int32_t>& ids) override {
        Outcome outcome;
        outcome.watch.start();
        const auto& statement =
            cached(get_, "SELECT id, description, amount, date, category_id FROM bench_expenses WHERE id = ?");
        once(begin_);
        for (const auto id : ids) {
            sqlite3_bind_int(statement.get(), 1, id);
            if (sqlite3_step(statement.get()) == SQLITE_ROW) {
                const auto row = read_row(statement.get());
                add(outcome.sum, row);
            }
            check(sqlite3_reset(statement.get()));
        }
        once(commit_);
        outcome.watch.stop();
        return outcome;
    }

    Outcome graph() override {
        struct Category {
            std::int32_t id;
            std::string name;
            std::vector<RawExpense> expenses;
        };
        Outcome outcome;
        outcome.watch.start();
        {
            std::vector<Category> categories;
            std::unordered_map<std::int32_t, std::size_t> places;
            const auto& parents = cached(categories_, "SELECT id, name FROM bench_categories");
            while (step(parents)) {
                places.emplace(sqlite3_column_int(parents.get(), 0), categories.size());
                categories.push_back({sqlite3_column_int(parents.get(), 0), text(parents.get(), 1), {}});
            }
            const auto& children = cached(of_categories_, of_categories_sql_);
            for (std::size_t i = 0; i < category_count; ++i) {
                sqlite3_bind_int(children.get(), static_cast<int>(i) + 1, categories.at(i).id);
            }
            for (auto& row : rows_of(children)) {
                categories[places.at(row.category_id)].expenses.push_back(std::move(row));
            }
            outcome.watch.stop();
            for (const auto& category : categories) {
                add(outcome.sum, category.expenses);
            }
            outcome.watch.start();
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome update() override {
        Outcome outcome;
        outcome.watch.start();
        {
            once(begin_);
            auto rows = all_rows();
            const auto& statement = cached(update_, "UPDATE bench_expenses SET amount = ? WHERE id = ?");
            for (auto& row : rows) {
                row.amount += 1;
                sqlite3_bind_double(statement.get(), 1, row.amount);
                sqlite3_bind_int(statement.get(), 2, row.id);
                once(statement);
            }
            once(commit_);
            outcome.watch.stop();
            add(outcome.sum, rows);
            outcome.watch.start();
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome totals(std::size_t times) override {
        Outcome outcome;
        outcome.watch.start();
        const auto& statement = cached(totals_, "SELECT c.name, sum(e.amount), count(e.id) FROM bench_categories c "
                                                "JOIN bench_expenses e ON c.id = e.category_id GROUP BY c.name");
        for (std::size_t i = 0; i < times; ++i) {
            while (step(statement)) {
                outcome.sum.add(0, text(statement.get(), 0), sqlite3_column_double(statement.get(), 1),
                                sqlite3_column_int64(statement.get(), 2), 0);
            }
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome transactions(std::size_t count) override {
        Outcome outcome;
        outcome.watch.start();
        for (std::size_t i = 0; i < count; ++i) {
            auto row = new_row(i);
            once(begin_);
            insert_row(row);
            once(commit_);
            add(outcome.sum, row);
        }
        outcome.watch.stop();
        return outcome;
    }

    void fill(std::size_t expenses) override {
        run("DELETE FROM bench_expenses");
        run("DELETE FROM bench_categories");
        if (step(prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"))) {
            run("DELETE FROM sqlite_sequence WHERE name LIKE 'bench_%'");
        }
        const auto statement = prepare("INSERT INTO bench_categories (id, name) VALUES (?, ?)");
        for (std::int32_t id = 1; id <= category_count; ++id) {
            const auto name = category_name(id);
            sqlite3_bind_int(statement.get(), 1, id);
            sqlite3_bind_text(statement.get(), 2, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
            once(statement);
        }
        if (expenses != 0) {
            (void)insert(expenses);
        }
        run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    Checksum contents() override {
        Checksum sum;
        add(sum, all_rows());
        return sum;
    }

private:
    static RawExpense new_row(std::size_t number) {
        auto content = sample(number);
        return {0, std::move(content.description), content.amount, content.date, content.category_id};
    }

    static void add(Checksum& sum, const RawExpense& row) {
        sum.add(row.id, row.description, row.amount, row.date, row.category_id);
    }
    static void add(Checksum& sum, const std::vector<RawExpense>& rows) {
        for (const auto& row : rows) {
            add(sum, row);
        }
    }

    void insert_row(RawExpense& row) {
        const auto& statement =
            cached(insert_, "INSERT INTO bench_expenses (description, amount, date, category_id) VALUES (?, ?, ?, ?)");
        char date[utc_text_length];
        write_utc_text(date, row.date);
        sqlite3_bind_text(statement.get(), 1, row.description.data(), static_cast<int>(row.description.size()),
                          SQLITE_STATIC);
        sqlite3_bind_double(statement.get(), 2, row.amount);
        sqlite3_bind_text(statement.get(), 3, date, sizeof date, SQLITE_STATIC);
        sqlite3_bind_int(statement.get(), 4, row.category_id);
        once(statement);
        row.id = static_cast<std::int32_t>(sqlite3_last_insert_rowid(database_.get()));
    }

    std::vector<RawExpense> all_rows() {
        return rows_of(cached(load_, "SELECT id, description, amount, date, category_id FROM bench_expenses"));
    }

    std::vector<RawExpense> rows_of(const Statement& statement) {
        std::vector<RawExpense> rows;
        while (step(statement)) {
            rows.push_back(read_row(statement.get()));
        }
        return rows;
    }

    static RawExpense read_row(sqlite3_stmt* statement) {
        return {sqlite3_column_int(statement, 0), text(statement, 1), sqlite3_column_double(statement, 2),
                read_utc_text(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3))),
                sqlite3_column_int(statement, 4)};
    }

    static std::string text(sqlite3_stmt* statement, int column) {
        const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
    }

    bool step(const Statement& statement) {
        if (sqlite3_step(statement.get()) == SQLITE_ROW) {
            return true;
        }
        check(sqlite3_reset(statement.get()));
        return false;
    }
    void once(const Statement& statement) {
        while (step(statement)) {
        }
    }
    void run(const char* sql) { once(prepare(sql)); }

    const Statement& cached(Statement& kept, const std::string& sql) {
        if (!kept) {
            kept = prepare(sql.c_str());
        }
        return kept;
    }
    Statement prepare(const char* sql) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        return Statement(made);
    }
    void check(int code) const {
        if (code != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(database_.get()));
        }
    }

    std::unique_ptr<sqlite3, Close> database_;
    std::string of_categories_sql_;
    Statement begin_, commit_, insert_, load_, get_, categories_, of_categories_, update_, totals_;
};

}  // namespace

std::unique_ptr<RawSide> make_sqlite_side(const std::string& file) { return std::make_unique<SqliteSide>(file); }

}  // namespace bench
