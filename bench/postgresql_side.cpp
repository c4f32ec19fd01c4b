#include <unordered_map>

#include "pq.hpp"
#include "raw_row.hpp"
#include "side.hpp"

namespace bench {

namespace {

constexpr Oid int4 = 23, text = 25, float8 = 701, timestamptz = 1184;

template <class T>
T field(const PGresult* result, int row, int column) {
    return read_network<T>(PQgetvalue(result, row, column));
}
std::string_view text_field(const PGresult* result, int row, int column) {
    return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

RawExpense read_row(const PGresult* result, int row) {
    return {field<std::int32_t>(result, row, 0), std::string(text_field(result, row, 1)), field<double>(result, row, 2),
            field<std::int64_t>(result, row, 3) + epoch_2000, field<std::int32_t>(result, row, 4)};
}

void add(Checksum& sum, const RawExpense& row) {
    sum.add(row.id, row.description, row.amount, row.date, row.category_id);
}
void add(Checksum& sum, const std::vector<RawExpense>& rows) {
    for (const auto& row : rows) {
        add(sum, row);
    }
}

RawExpense new_row(std::size_t number) {
    auto content = sample(number);
    return {0, std::move(content.description), content.amount, content.date, content.category_id};
}

/// One array a column for many rows, one pipeline for a small transaction, single-row mode for many results.
class PostgresqlSide final : public RawSide {
public:
    explicit PostgresqlSide(const std::string& url) : pq_(url) {
        pq_.prepare("insert_many",
                    "INSERT INTO bench_expenses (description, amount, date, category_id) "
                    "SELECT d, a, t, c FROM unnest($1::text[], $2::float8[], $3::timestamptz[], $4::int4[]) "
                    "WITH ORDINALITY AS u(d, a, t, c, o) ORDER BY o RETURNING id");
        pq_.prepare(
            "insert",
            "INSERT INTO bench_expenses (description, amount, date, category_id) VALUES ($1, $2, $3, $4) RETURNING id");
        pq_.prepare("load", "SELECT id, description, amount, date, category_id FROM bench_expenses");
        pq_.prepare("get", "SELECT id, description, amount, date, category_id FROM bench_expenses WHERE id = $1");
        pq_.prepare("categories", "SELECT id, name FROM bench_categories");
        pq_.prepare(
            "of_categories",
            "SELECT id, description, amount, date, category_id FROM bench_expenses WHERE category_id = ANY($1)");
        pq_.prepare(
            "update",
            "UPDATE bench_expenses SET amount = u.a FROM unnest($1::float8[], $2::int4[]) AS u(a, i) WHERE id = u.i");
        pq_.prepare("totals", "SELECT c.name, sum(e.amount), count(e.id) FROM bench_categories c "
                              "JOIN bench_expenses e ON c.id = e.category_id GROUP BY c.name");
    }

    Outcome insert(std::size_t count) override {
        Outcome outcome;
        outcome.watch.start();
        {
            std::vector<RawExpense> rows;
            rows.reserve(count);
            PqArray descriptions(text, count), amounts(float8, count), dates(timestamptz, count),
                categories(int4, count);
            for (std::size_t i = 0; i < count; ++i) {
                const auto& row = rows.emplace_back(new_row(i));
                descriptions.add(std::string_view(row.description));
                amounts.add(row.amount);
                dates.add(row.date - epoch_2000);
                categories.add(row.category_id);
            }
            PqParameters parameters;
            for (const auto* array : {&descriptions, &amounts, &dates, &categories}) {
                parameters.add(array->bytes());
            }
            const auto ids = pq_.run_prepared("insert_many", parameters);
            for (std::size_t i = 0; i < count; ++i) {
                rows[i].id = field<std::int32_t>(ids.get(), static_cast<int>(i), 0);
            }
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
            const auto rows = rows_of("load", {});
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
        (void)pq_.run("BEGIN");
        for (const auto id : ids) {
            PqParameters parameters;
            parameters.add(id);
            add(outcome.sum, read_row(pq_.run_prepared("get", parameters).get(), 0));
        }
        (void)pq_.run("COMMIT");
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
            const auto parents = pq_.run_prepared("categories", {});
            PqArray ids(int4, static_cast<std::size_t>(PQntuples(parents.get())));
            for (int row = 0; row < PQntuples(parents.get()); ++row) {
                const auto id = field<std::int32_t>(parents.get(), row, 0);
                ids.add(id);
                places.emplace(id, categories.size());
                categories.push_back({id, std::string(text_field(parents.get(), row, 1)), {}});
            }
            PqParameters parameters;
            parameters.add(ids.bytes());
            for (auto& row : rows_of("of_categories", parameters)) {
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
            (void)pq_.run("BEGIN");
            auto rows = rows_of("load", {});
            PqArray amounts(float8, rows.size()), ids(int4, rows.size());
            for (auto& row : rows) {
                row.amount += 1;
                amounts.add(row.amount);
                ids.add(row.id);
            }
            PqParameters parameters;
            parameters.add(amounts.bytes());
            parameters.add(ids.bytes());
            (void)pq_.run_prepared("update", parameters);
            (void)pq_.run("COMMIT");
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
        for (std::size_t i = 0; i < times; ++i) {
            const auto result = pq_.run_prepared("totals", {});
            for (int row = 0; row < PQntuples(result.get()); ++row) {
                outcome.sum.add(0, text_field(result.get(), row, 0), field<double>(result.get(), row, 1),
                                field<std::int64_t>(result.get(), row, 2), 0);
            }
        }
        outcome.watch.stop();
        return outcome;
    }

    Outcome transactions(std::size_t count) override {
        Outcome outcome;
        outcome.watch.start();
        pq_.send(PQenterPipelineMode(pq_.get()));
        for (std::size_t i = 0; i < count; ++i) {
            auto row = new_row(i);
            PqParameters parameters;
            parameters.add(std::string_view(row.description));
            parameters.add(row.amount);
            parameters.add(row.date - epoch_2000);
            parameters.add(row.category_id);
            pq_.send(PQsendQueryParams(pq_.get(), "BEGIN", 0, nullptr, nullptr, nullptr, nullptr, 0));
            pq_.send_prepared("insert", parameters);
            pq_.send(PQsendQueryParams(pq_.get(), "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 0));
            pq_.send(PQpipelineSync(pq_.get()));
            for (int statement = 0; statement < 3; ++statement) {
                const auto result = pq_.checked(PQgetResult(pq_.get()));
                if (statement == 1) {
                    row.id = field<std::int32_t>(result.get(), 0, 0);
                }
                PqResult end(PQgetResult(pq_.get()));
            }
            PqResult sync(PQgetResult(pq_.get()));
            add(outcome.sum, row);
        }
        pq_.send(PQexitPipelineMode(pq_.get()));
        outcome.watch.stop();
        return outcome;
    }

    void fill(std::size_t expenses) override {
        (void)pq_.run("TRUNCATE bench_expenses, bench_categories RESTART IDENTITY");
        pq_.checked(PQprepare(pq_.get(), "", "INSERT INTO bench_categories (id, name) VALUES ($1, $2)", 0, nullptr));
        for (std::int32_t id = 1; id <= category_count; ++id) {
            PqParameters parameters;
            parameters.add(id);
            parameters.add(std::string_view(category_name(id)));
            (void)pq_.run_prepared("", parameters);
        }
        if (expenses != 0) {
            (void)insert(expenses);
        }
        (void)pq_.run("VACUUM ANALYZE bench_expenses, bench_categories");
    }

    Checksum contents() override {
        Checksum sum;
        add(sum, rows_of("load", {}));
        return sum;
    }

private:
    std::vector<RawExpense> rows_of(const char* name, const PqParameters& parameters) {
        std::vector<RawExpense> rows;
        pq_.send_prepared(name, parameters);
        pq_.send(PQsetSingleRowMode(pq_.get()));
        while (auto* next = PQgetResult(pq_.get())) {
            const auto result = pq_.checked(next);
            if (PQntuples(result.get()) == 1) {
                rows.push_back(read_row(result.get(), 0));
            }
        }
        return rows;
    }

    Pq pq_;
};

}  // namespace

std::unique_ptr<RawSide> make_postgresql_side(const std::string& url) { return std::make_unique<PostgresqlSide>(url); }

}  // namespace bench
