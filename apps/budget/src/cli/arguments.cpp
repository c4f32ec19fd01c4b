#include "cli/arguments.hpp"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <athanor/core/text.hpp>

#include <budget/validation.hpp>

namespace budget::cli {

namespace {

constexpr const char* version = "budget 0.1.0";

constexpr const char* examples = R"(Examples:
  budget init                                   create the tables (in ./budget.db unless --db says otherwise)
  budget user add ann@example.com Ann
  budget category add Groceries --color '#4c9a2a'
  budget add 12.50 Groceries "Weekly market" --date 2026-01-31
  budget summary 2026-01
  budget import transactions.csv --profile mint --dry-run
  budget export backup.csv
  budget --db postgresql://ann@localhost/budget list --month 2026-01 --json

The database is --db URL, else DATABASE_URL from the environment or from the file .env, else sqlite:///budget.db.
A password belongs into DATABASE_URL: other users of the computer can see what stands on a command line.

Exit codes: 0 done; 1 failed; 2 usage; 3 not found, duplicate, or a value the rules refuse;
            4 no connection, or not a database; 130 interrupted, nothing changed.)";

/// Describes the command line to CLI11 and keeps what it finds.
class Parser {
public:
    Parser() {
        app_.name("budget");
        app_.set_version_flag("--version", version);
        app_.add_option("--db", options_.db,
                        "URL of the database: sqlite:///FILE, postgresql://USER:PASSWORD@HOST/NAME")
            ->type_name("URL");
        app_.add_option("--user", options_.user, "whose expenses (not needed if there is only one user)")
            ->type_name("EMAIL");
        app_.add_flag("--json", options_.json, "answer in JSON");
        app_.add_flag("--echo", options_.echo, "show the SQL, its parameters and times on stderr");
        app_.require_subcommand(0, 1);
        app_.footer(examples);
        add_commands();
    }

    std::variant<Invocation, Notice> parse(std::vector<std::string> arguments) {
        const bool nothing = arguments.empty();
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        try {
            app_.parse(std::move(reversed));
        } catch (const CLI::CallForHelp&) {
            return Notice{help()};
        } catch (const CLI::CallForVersion&) {
            return Notice{fmt::format("{}\n", version)};
        } catch (const CLI::ExtrasError&) {
            throw unexpected();
        } catch (const CLI::RequiredError& error) {
            // A misspelt "list" in "user list" counts as a missing command and an argument too many.
            if (is_group(*deepest()) && !app_.remaining(true).empty()) {
                throw unexpected();
            }
            throw UsageError(shown(error.what()), help_hint());
        } catch (const CLI::ParseError& error) {
            throw UsageError(shown(error.what()), help_hint());
        }
        if (nothing || !chosen_) {
            throw UsageError("no command given", examples);
        }
        return Invocation{options_, *std::move(chosen_)};
    }

private:
    template <class C>
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& text,
                  const std::shared_ptr<C>& command) {
        auto* sub = parent.add_subcommand(name, text);
        sub->fallthrough();
        sub->final_callback([this, command] { chosen_ = *command; });
        return sub;
    }
    CLI::App* group(const std::string& name, const std::string& text) {
        auto* sub = app_.add_subcommand(name, text);
        sub->fallthrough();
        sub->require_subcommand(1);
        return sub;
    }

    void add_commands() {
        add(app_, "init", "create the tables that are not there yet", std::make_shared<InitCommand>());
        add(app_, "sample", "add sample data; what is there already is not added again",
            std::make_shared<SampleCommand>());
        add(app_, "ping", "test the connection", std::make_shared<PingCommand>());
        add_people_and_categories();
        add_expenses();
        add_reports();
        add_files();
    }

    void add_people_and_categories() {
        auto* user = group("user", "add a user, list users");
        auto new_user = std::make_shared<UserAddCommand>();
        auto* user_add = add(*user, "add", "add a user", new_user);
        user_add->add_option("EMAIL", new_user->email, "their e-mail address")->required();
        user_add->add_option("NAME", new_user->name, "their name")->required();
        add(*user, "list", "list users", std::make_shared<UserListCommand>());

        auto* category = group("category", "add a category, list categories");
        auto new_category = std::make_shared<CategoryAddCommand>();
        auto* category_add = add(*category, "add", "add a category", new_category);
        category_add->add_option("NAME", new_category->name, "its name, at most 50 characters")->required();
        category_add->add_option("--color", new_category->color, "its color, such as '#4c9a2a'")->type_name("#RRGGBB");
        add(*category, "list", "list categories", std::make_shared<CategoryListCommand>());
    }

    void add_expenses() {
        auto expense = std::make_shared<AddCommand>();
        auto* sub = add(app_, "add", "add an expense", expense);
        sub->add_option("AMOUNT", expense->amount, "what was spent, such as 12.50")->required();
        sub->add_option("CATEGORY", expense->category, "name of a category")->required();
        sub->add_option("DESCRIPTION", expense->description, "at most 200 characters")->required();
        sub->add_option("--date", expense->date, "the day (today)")->type_name("YYYY-MM-DD");

        auto removed = std::make_shared<RemoveCommand>();
        sub = add(app_, "rm", "remove an expense", removed);
        sub->add_option("ID", removed->id, "its number, as list shows it")->required();
        sub->add_flag("--yes,-y", removed->yes, "do not ask; needed where nobody can be asked");

        auto listed = std::make_shared<ListCommand>();
        sub = add(app_, "list", "list expenses, latest first", listed);
        sub->add_option("--category", listed->category, "of this category only")->type_name("NAME");
        sub->add_option("--month", listed->month, "of this month only")->type_name("YYYY-MM");
        sub->add_option("--limit", listed->limit, "the latest N only")->type_name("N");
    }

    void add_reports() {
        auto summary = std::make_shared<SummaryCommand>();
        auto* sub = add(app_, "summary", "spending of a month by category", summary);
        sub->add_option("MONTH", summary->month, "YYYY-MM")->required();

        auto top = std::make_shared<TopCommand>();
        sub = add(app_, "top", "the largest expenses", top);
        sub->add_option("N", top->count, "how many (10)");

        auto categories = std::make_shared<CategoriesCommand>();
        sub = add(app_, "categories", "spending by category, of all time or of a range of days", categories);
        sub->add_option("--from", categories->from, "first day")->type_name("YYYY-MM-DD");
        sub->add_option("--to", categories->to, "last day")->type_name("YYYY-MM-DD");
    }

    void add_files() {
        auto imported = std::make_shared<ImportCommand>();
        auto* sub = add(app_, "import", "add the expenses of a CSV file; the same file again adds nothing", imported);
        sub->add_option("FILE", imported->file, "the file")->required();
        sub->add_option("--profile", imported->profile, "its format: mint; without it that of export")
            ->type_name("NAME");
        sub->add_flag("--dry-run", imported->dry_run, "say what would happen and change nothing");

        auto exported = std::make_shared<ExportCommand>();
        sub = add(app_, "export", "write all expenses as CSV", exported);
        sub->add_option("FILE", exported->file, "where to (the terminal)");
    }

    const CLI::App* deepest() const {
        const CLI::App* app = &app_;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
        }
        return app;
    }

    std::string help_hint() const {
        const CLI::App* app = deepest();
        std::string path;
        for (const CLI::App* at = app; at != &app_; at = at->get_parent()) {
            path = fmt::format(" {}{}", at->get_name(), path);
        }
        return fmt::format("see: budget{} --help", path);
    }

    std::string help() {
        CLI::App* app = &app_;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
        }
        return app->help();
    }

    static std::vector<std::string> commands_of(const CLI::App& app) {
        std::vector<std::string> names;
        for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
            names.push_back(sub->get_name());
        }
        return names;
    }
    static bool is_group(const CLI::App& app) { return !commands_of(app).empty(); }

    UsageError unexpected() const {
        const auto extras = app_.remaining(true);
        const std::string first = extras.empty() ? std::string() : extras.front();
        if (first.starts_with("-")) {
            return UsageError(fmt::format("unknown option {}", in_quotes(first)), help_hint());
        }
        const auto names = commands_of(*deepest());
        if (names.empty()) {
            return UsageError(fmt::format("{} is one argument too many", in_quotes(first)),
                              help_hint() + " (put quotes around a text with blanks)");
        }
        const auto near = athanor::nearest(first, names);
        return UsageError(fmt::format("unknown command {}", in_quotes(first)),
                          near ? fmt::format("did you mean {}?", *near) : help_hint());
    }

    CLI::App app_{"Keeps track of what is spent, on SQLite or PostgreSQL."};
    GlobalOptions options_;
    std::optional<Command> chosen_;
};

}  // namespace

std::variant<Invocation, Notice> parse_arguments(const std::vector<std::string>& arguments) {
    return Parser().parse(arguments);
}

}  // namespace budget::cli
