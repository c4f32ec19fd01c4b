#include <fmt/format.h>

#include <budget/database.hpp>
#include <budget/sample_data.hpp>

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/format.hpp"

namespace budget::cli {

std::string answer(const Context& context, const InitCommand&) {
    try {
        create_tables(context.engine);
    } catch (const athanor::InvalidRequestError& error) {
        throw UsageError(error.message(), error.hint() +
                                              "; budget takes it from DATABASE_DIRECT_URL, in the environment "
                                              "or in .env");
    }
    check_tables(context.engine);
    if (context.options.json) {
        return to_line({{"database", context.engine.url().to_string()}});
    }
    return fmt::format("The tables are ready in {}.\n", context.engine.url());
}

std::string answer(const Context& context, const SampleCommand&) {
    SampleReport report;
    transact(context.engine, [&](athanor::Session& session) { report = add_sample_data(session); });
    if (context.options.json) {
        return to_line({{"user", sample_email},
                        {"users", report.users},
                        {"categories", report.categories},
                        {"expenses", report.expenses}});
    }
    if (report.users + report.categories + report.expenses == 0) {
        return "The sample data is there already, nothing was added.\n";
    }
    return fmt::format("Added {}, {} and {} of {}.\n", counted(report.users, "user", "users"),
                       counted(report.categories, "category", "categories"),
                       counted(report.expenses, "expense", "expenses"), sample_email);
}

std::string answer(const Context& context, const PingCommand&) {
    const Ping result = ping(context.engine);
    if (context.options.json) {
        return to_line({{"database", result.url}, {"dialect", result.dialect}, {"version", result.version}});
    }
    return fmt::format("{} answers: {} {}, {:.1f} ms\n", result.url, result.dialect, result.version,
                       result.milliseconds);
}

}  // namespace budget::cli
