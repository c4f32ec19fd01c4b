// A budget tracker in one file, on SQLite or, with DATABASE_URL=postgresql://..., on PostgreSQL.
// Without arguments it shows itself with a few expenses; `help` prints its commands.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <athanor/core/year_month.hpp>
#include <athanor/orm.hpp>

using namespace athanor;

// ---- the tables

struct Expense;

struct Category : Model<Category> {
    static constexpr auto table_name = "tracker_categories";

    Mapped<int, primary_key>                             id;
    Mapped<std::string, length<50>, unique>              name;
    Many<Expense, back_populates<"category">>            expenses;
};

struct Expense : Model<Expense> {
    static constexpr auto table_name = "tracker_expenses";

    Mapped<int, primary_key>                             id;
    Mapped<std::optional<std::string>, length<40>, unique> reference;      // the bank's, if it came from the bank
    Mapped<Date, index>                                  date;
    Mapped<std::string, length<200>>                     description;
    Mapped<Decimal, numeric<12, 2>>                      amount;
    Mapped<int, foreign_key<&Category::id>>              category_id;
    One<Category, back_populates<"expenses">>            category;

    static auto table_args() {
        auto& e = columns();
        return TableArgs{check("positive", e.amount > 0), index_on(e.category_id, e.date)};
    }
};

using TrackerSchema = Schema<Category, Expense>;

// ---- what the tracker can do; each function works in the transaction of its session, main() commits

Ref<Category> category_named(Session& session, const std::string& name) {
    auto& c = Category::columns();
    if (auto known = session.query<Category>().filter(c.name == name).first()) return known;
    return session.add(Category{.name = name});
}

Ref<Expense> expense_numbered(Session& session, const std::string& number) {
    auto expense = session.get<Expense>(std::stoi(number));
    if (!expense) throw std::runtime_error("there is no expense " + number);
    return expense;
}

void add_expense(Session& session, const std::string& date, const std::string& category,
                 const std::string& description, const std::string& amount,
                 std::optional<std::string> reference = std::nullopt) {
    session.add(Expense{.reference = reference,
                        .date = Date::parse(date),
                        .description = description,
                        .amount = Decimal::parse(amount),
                        .category = category_named(session, category)});
}

// Lines of reference,date,category,description,amount. A reference that is there already is left out, so that the same
// file may come twice; a bad line stops everything.
void import_csv(Session& session, std::istream& csv) {
    auto& e = Expense::columns();
    int added = 0, known = 0, number = 0;
    for (std::string line; std::getline(csv, line);) {
        ++number;
        std::vector<std::string> fields;
        std::istringstream rest(line);
        for (std::string field; std::getline(rest, field, ',');) fields.push_back(field);
        if (fields.size() != 5) throw std::runtime_error(fmt::format("line {} has no five fields", number));
        if (session.query<Expense>().filter(e.reference == fields[0]).first()) {
            ++known;
            continue;
        }
        try {
            add_expense(session, fields[1], fields[2], fields[3], fields[4], fields[0]);
        } catch (const DataError& error) {
            throw std::runtime_error(fmt::format("line {}: {}", number, error.message()));
        }
        ++added;
    }
    session.flush();
    fmt::print("{} new, {} known\n", added, known);
}

// A condition is a value too, and can have a name.
auto in_month(YearMonth month) {
    auto& e = Expense::columns();
    return e.date.between(month.first_day(), month.last_day());
}

void list(Session& session, YearMonth month) {
    auto& e = Expense::columns();
    auto query = select<Expense>().where(in_month(month)).order_by(e.date, e.id).options(selectinload(e.category));
    for (auto& expense : session.scalars(query))
        fmt::print("{:>3}  {}  {:14} {:8} {:>9}\n", expense->id, expense->date, expense->description,
                   expense->category->name, expense->amount);
}

void summary(Session& session, YearMonth month) {
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto groups = select(c.name, func::count(e.id), func::sum(e.amount))
                      .join(c.expenses)
                      .where(in_month(month))
                      .group_by(c.name)
                      .order_by(func::sum(e.amount).desc(), c.name);
    const auto rows = session.execute(groups).all();
    Decimal total;
    for (auto& [name, number, sum] : rows) total += sum;
    fmt::print("{}: {}\n", month, total);
    for (auto& [name, number, sum] : rows) {
        const auto percent = divide(sum * 100, total, 0);              // division says how many digits it keeps
        const std::string bar(static_cast<std::size_t>(percent.units(0) / 5 + 1), '#');
        fmt::print("  {:8} {:>2} {:>9} {:>3} % {}\n", name, number, sum, percent, bar);
    }
}

// ---- the command line

const char* const usage = "tracker import FILE\n"
                          "tracker add DATE CATEGORY DESCRIPTION AMOUNT\n"
                          "tracker list MONTH\n"
                          "tracker summary MONTH\n"
                          "tracker move NUMBER CATEGORY\n"
                          "tracker rm NUMBER\n";

void run(const Engine& engine, const std::vector<std::string>& words) {
    const auto is = [&](const char* command, std::size_t size) { return words.size() == size && words[0] == command; };
    Session session(engine);
    if (is("import", 2)) {
        std::ifstream file(words[1]);
        if (!file) throw std::runtime_error("cannot read " + words[1]);
        import_csv(session, file);
    } else if (is("add", 5)) {
        add_expense(session, words[1], words[2], words[3], words[4]);
    } else if (is("list", 2)) {
        list(session, YearMonth::parse(words[1]));
    } else if (is("summary", 2)) {
        summary(session, YearMonth::parse(words[1]));
    } else if (is("move", 3)) {
        expense_numbered(session, words[1])->category = category_named(session, words[2]);
    } else if (is("rm", 2)) {
        session.delete_(expense_numbered(session, words[1]));
    } else {
        fmt::print("{}", usage);
    }
    session.commit();                     // one command, one transaction; an exception on the way leaves nothing
}

void tour(const Engine& engine) {
    std::ofstream("november.csv") << "b-1,2026-11-02,Food,Groceries,52.50\n"
                                     "b-2,2026-11-03,Home,Rent,810.00\n"
                                     "b-3,2026-11-03,Travel,Bus ticket,3.20\n"
                                     "b-4,2026-11-09,Home,Lamp,24.90\n"
                                     "b-5,2026-11-16,Food,Market,27.35\n";
    std::ofstream("broken.csv") << "b-6,2026-11-20,Food,Bakery,4.10\n"
                                   "b-7,2026-11-21,Food,Cheese,nine\n";
    const auto show = [&](const std::vector<std::string>& words) {
        fmt::print("$ tracker {}\n", fmt::join(words, " "));
        try {
            run(engine, words);
        } catch (const std::exception& error) {
            fmt::print("{}\n", error.what());
        }
    };
    show({"import", "november.csv"});
    show({"import", "november.csv"});
    show({"list", "2026-11"});
    show({"import", "broken.csv"});
    show({"move", "4", "Presents"});
    show({"summary", "2026-11"});
}

int main(int count, char** arguments) {
    try {
        load_dotenv();                    // DATABASE_URL=... from a file .env, if there is one
        auto engine = create_engine(env("DATABASE_URL", "sqlite:///tracker.db"));
        TrackerSchema::create_all(engine);
        if (count == 1)
            tour(engine);
        else
            run(engine, {arguments + 1, arguments + count});
    } catch (const Error& error) {        // of the library: what() has the SQL and the page of the error, too
        fmt::print(stderr, "{}\n{}\n", error.message(), error.hint());
        return 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
