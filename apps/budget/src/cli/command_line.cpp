#include "cli/command_line.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace budget::cli {

namespace {

constexpr const char* program_examples = R"(Examples:
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
Beside DATABASE_URL: DATABASE_DIRECT_URL is the same database without its pooler, which init uses, DATABASE_READER_URL
a replica, which reports use.

Exit codes: 0 done; 1 failed; 2 usage; 3 not found, duplicate, in use, or a value the rules refuse;
            4 no connection, or not a database; 130 interrupted, nothing changed.)";

constexpr const char* day = "YYYY-MM-DD";

OptionInfo describe_option(const CLI::Option& option) {
    OptionInfo info;
    for (const std::string& name : option.get_snames()) {
        info.names.push_back("-" + name);
    }
    for (const std::string& name : option.get_lnames()) {
        info.names.push_back("--" + name);
    }
    if (info.names.empty()) {
        info.names.push_back(option.get_name(true));
    }
    info.text = option.get_description();
    info.takes_value = option.get_items_expected_max() > 0;
    const std::string type = option.get_type_name();
    info.is_file = type == "FILE" || option.get_name(true) == "FILE";
    if (type.find('|') != std::string::npos) {
        for (std::size_t begin = 0; begin <= type.size();) {
            const auto end = std::min(type.find('|', begin), type.size());
            info.choices.push_back(type.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return info;
}

CommandInfo describe_command(const CLI::App& app) {
    CommandInfo info{app.get_name(), app.get_description(), {}, {}, {}};
    for (const CLI::Option* option : app.get_options()) {
        (option->nonpositional() ? info.options : info.arguments).push_back(describe_option(*option));
    }
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        info.commands.push_back(describe_command(*command));
    }
    return info;
}

}  // namespace

CommandLine::CommandLine() {
    app.name("budget");
    app.set_version_flag("--version", version);
    app.add_option("--db", options.db, "URL of the database: sqlite:///FILE, postgresql://USER:PASSWORD@HOST/NAME")
        ->type_name("URL");
    app.add_option("--user", options.user, "whose expenses (not needed if there is only one user)")->type_name("EMAIL");
    app.add_flag("--json", options.json, "answer in JSON");
    app.add_option("--color", color, "use colors; auto: on a terminal, unless NO_COLOR is set")
        ->type_name("auto|always|never");
    app.add_flag("--echo", options.echo, "show the SQL, its parameters and times on stderr");
    app.require_subcommand(0, 1);
    app.footer(program_examples);
    add_setup();
    add_users();
    add_categories();
    add_new_expenses();
    add_changes();
    add_lists();
    add_reports();
    add_files();
    add_servers();
    add_completion();
}

CommandInfo CommandLine::describe() const { return describe_command(app); }

CLI::App* CommandLine::sub(CLI::App& parent, const std::string& name, const std::string& text,
                           const std::string& examples) {
    auto* added = parent.add_subcommand(name, text);
    added->fallthrough();
    added->footer(fmt::format("Examples:\n{}\n--db, --user, --json, --color and --echo are explained by: budget --help",
                              examples));
    return added;
}

CLI::App* CommandLine::group(const std::string& name, const std::string& text, const std::string& examples) {
    auto* added = sub(app, name, text, examples);
    added->require_subcommand(1);
    return added;
}

void CommandLine::add_setup() {
    add(app, "init", "create the tables that are not there yet", std::make_shared<InitCommand>(),
        "  budget init\n"
        "  budget init --db sqlite:///home.db\n");
    add(app, "sample", "add sample data; what is there already is not added again", std::make_shared<SampleCommand>(),
        "  budget sample\n");
    add(app, "ping", "test the connection", std::make_shared<PingCommand>(),
        "  budget ping\n"
        "  budget ping --db postgresql://ann@localhost/budget\n");
    add(app, "doctor", "look at everything that reaching and using the database needs, and say what to do",
        std::make_shared<DoctorCommand>(),
        "  budget doctor\n"
        "  budget doctor --json\n");
}

void CommandLine::add_users() {
    auto* user = group("user", "add a user, list users", "  budget user add ann@example.com Ann\n  budget user list\n");
    auto command = std::make_shared<UserAddCommand>();
    auto* added = add(*user, "add", "add a user", command,
                      "  budget user add ann@example.com Ann\n"
                      "  budget user add bob@example.com \"Bob Miller\"\n");
    added->add_option("EMAIL", command->email, "their e-mail address")->required();
    added->add_option("NAME", command->name, "their name")->required();
    add(*user, "list", "list users", std::make_shared<UserListCommand>(),
        "  budget user list\n"
        "  budget user list --json\n");
}

void CommandLine::add_categories() {
    auto* category = group("category", "add, list, rename and remove categories",
                           "  budget category add Groceries --color '#4c9a2a'\n"
                           "  budget category rename Groceries Food\n");
    auto command = std::make_shared<CategoryAddCommand>();
    auto* added = add(*category, "add", "add a category", command,
                      "  budget category add Travel\n"
                      "  budget category add Groceries --color '#4c9a2a'\n");
    added->add_option("NAME", command->name, "its name, at most 50 characters")->required();
    added->add_option("--color", command->color, "its color, such as '#4c9a2a'")->type_name("#RRGGBB");
    add(*category, "list", "list categories", std::make_shared<CategoryListCommand>(), "  budget category list\n");

    auto renamed = std::make_shared<CategoryRenameCommand>();
    added = add(*category, "rename", "give a category another name", renamed,
                "  budget category rename Groceries Food\n"
                "  budget category rename Fun \"Books, films and games\"\n");
    added->add_option("OLD", renamed->name, "its name")->required();
    added->add_option("NEW", renamed->new_name, "its new name, at most 50 characters")->required();

    auto removed = std::make_shared<CategoryRemoveCommand>();
    added = add(*category, "rm", "remove a category without expenses", removed,
                "  budget category rm Travel\n"
                "  budget category rm Travel --yes\n");
    added->add_option("NAME", removed->name, "its name")->required();
    added->add_flag("--yes,-y", removed->yes, "do not ask; needed where nobody can be asked");
}

void CommandLine::add_new_expenses() {
    auto expense = std::make_shared<AddCommand>();
    auto* added = add(app, "add", "add an expense", expense,
                      "  budget add 12.50 Groceries \"Weekly market\"\n"
                      "  budget add 850 Rent \"January rent\" --date 2026-01-01\n");
    added->add_option("AMOUNT", expense->amount, "what was spent, such as 12.50")->required();
    added->add_option("CATEGORY", expense->category, "name of a category")->required();
    added->add_option("DESCRIPTION", expense->description, "at most 200 characters")->required();
    added->add_option("--date", expense->date, "the day (today)")->type_name(day);

    auto transfer = std::make_shared<TransferCommand>();
    added = add(app, "transfer", "book an amount from one category to another", transfer,
                "  budget transfer 20 Groceries Restaurants\n"
                "  budget transfer 9.99 Fun Gifts --description \"The book was a present\" --date 2026-01-31\n");
    added->add_option("AMOUNT", transfer->amount, "above zero, such as 12.50")->required();
    added->add_option("FROM", transfer->from, "the category whose total becomes smaller")->required();
    added->add_option("TO", transfer->to, "the category whose total becomes larger")->required();
    added->add_option("--description", transfer->description, "of both halves (names the categories)")
        ->type_name("TEXT");
    added->add_option("--date", transfer->date, "the day (today)")->type_name(day);
}

void CommandLine::add_changes() {
    auto edited = std::make_shared<EditCommand>();
    auto* added = add(app, "edit", "change an expense; what is not given stays", edited,
                      "  budget edit 12 --amount 13.50\n"
                      "  budget edit 12 --category Rent --description \"January rent\" --date 2026-01-01\n");
    added->add_option("ID", edited->id, "its number, as list shows it")->required();
    added->add_option("--amount", edited->amount, "what was spent")->type_name("AMOUNT");
    added->add_option("--category", edited->category, "another category")->type_name("NAME");
    added->add_option("--description", edited->description, "another description")->type_name("TEXT");
    added->add_option("--date", edited->date, "another day")->type_name(day);

    auto moved = std::make_shared<MoveCommand>();
    added = add(app, "move", "give an expense another category", moved, "  budget move 12 Restaurants\n");
    added->add_option("ID", moved->id, "its number, as list shows it")->required();
    added->add_option("CATEGORY", moved->category, "name of the category")->required();

    auto removed = std::make_shared<RemoveCommand>();
    added = add(app, "rm", "remove an expense; of a transfer both halves", removed,
                "  budget rm 12\n"
                "  budget rm 12 --yes\n");
    added->add_option("ID", removed->id, "its number, as list shows it")->required();
    added->add_flag("--yes,-y", removed->yes, "do not ask; needed where nobody can be asked");
}

void CommandLine::add_lists() {
    auto listed = std::make_shared<ListCommand>();
    auto* added = add(app, "list", "list expenses, latest first", listed,
                      "  budget list --month 2026-01\n"
                      "  budget list --category Groceries --limit 20\n"
                      "  budget list --csv\n");
    added->add_option("--category", listed->category, "of this category only")->type_name("NAME");
    added->add_option("--month", listed->month, "of this month only")->type_name("YYYY-MM");
    added->add_option("--limit", listed->limit, "the latest N only")->type_name("N");
    added->add_flag("--csv", listed->csv, "answer in CSV");

    auto top = std::make_shared<TopCommand>();
    added = add(app, "top", "the largest expenses, without transfers", top,
                "  budget top\n"
                "  budget top 3 --csv\n");
    added->add_option("N", top->count, "how many (10)");
    added->add_flag("--csv", top->csv, "answer in CSV");
}

void CommandLine::add_reports() {
    auto summary = std::make_shared<SummaryCommand>();
    auto* added = add(app, "summary", "spending of a month by category", summary,
                      "  budget summary 2026-01\n"
                      "  budget summary 2026-01 --csv\n");
    added->add_option("MONTH", summary->month, "YYYY-MM")->required();
    added->add_flag("--csv", summary->csv, "answer in CSV");

    auto categories = std::make_shared<CategoriesCommand>();
    added = add(app, "categories", "spending by category, of all time or of a range of days", categories,
                "  budget categories\n"
                "  budget categories --from 2026-01-01 --to 2026-06-30\n");
    added->add_option("--from", categories->from, "first day")->type_name(day);
    added->add_option("--to", categories->to, "last day")->type_name(day);
    added->add_flag("--csv", categories->csv, "answer in CSV");
}

void CommandLine::add_files() {
    auto imported = std::make_shared<ImportCommand>();
    auto* added = add(app, "import", "add the expenses of a CSV file; the same file again adds nothing", imported,
                      "  budget import transactions.csv --profile mint --dry-run\n"
                      "  budget import backup.csv\n");
    added->add_option("FILE", imported->file, "the file")->required();
    added->add_option("--profile", imported->profile, "its format; without it that of export, which is native")
        ->type_name("mint|native");
    added->add_flag("--dry-run", imported->dry_run, "say what would happen and change nothing");

    auto exported = std::make_shared<ExportCommand>();
    added = add(app, "export", "write all expenses as CSV", exported,
                "  budget export backup.csv\n"
                "  budget export\n");
    added->add_option("FILE", exported->file, "where to (the terminal)");
}

void CommandLine::add_servers() {
    auto stdio = std::make_shared<McpCommand>();
    auto* added = add(app, "mcp", "serve the Budget Manager's tools (MCP) to the program that started this one", stdio,
                      "  budget mcp --user ann@example.com\n"
                      "  budget mcp --allow-writes\n");
    added->add_flag("--allow-writes", stdio->allow_writes, "also offer tools that change expenses");

    auto http = std::make_shared<ServeCommand>();
    added = add(app, "serve", "serve the Budget Manager's tools (MCP) over HTTP, to this computer", http,
                "  BUDGET_MCP_TOKEN=... budget serve\n"
                "  budget serve --port 8765 --allow-writes\n");
    added->add_flag("--allow-writes", http->allow_writes, "also offer tools that change expenses");
    added->add_option("--port", http->port, "where on 127.0.0.1 (8765); 0: a free one")->type_name("N");
}

void CommandLine::add_completion() {
    auto* added = sub(app, "completion", "print a script that lets a shell complete this program's commands",
                      "  budget completion bash\n"
                      "\n"
                      "How a shell learns it:\n"
                      "  bash: eval \"$(budget completion bash)\" in ~/.bashrc\n"
                      "  zsh:  eval \"$(budget completion zsh)\" in ~/.zshrc, behind compinit\n"
                      "  fish: budget completion fish > ~/.config/fish/completions/budget.fish\n");
    added->add_option("SHELL", shell, "which shell")->required()->type_name("bash|zsh|fish");
}

}  // namespace budget::cli
