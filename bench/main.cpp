#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <athanor/orm.hpp>

#include "athanor_side.hpp"
#include "workloads.hpp"

namespace {

/// A database file that is there as long as the program runs.
class TemporaryFile {
public:
    TemporaryFile() : path_(std::filesystem::temp_directory_path() / fmt::format("athanor-bench-{}.db", ::getpid())) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(path_.string() + suffix, ignored);
        }
    }
    [[nodiscard]] std::string url() const { return "sqlite:///" + path_.string(); }

private:
    std::filesystem::path path_;
};

std::unique_ptr<bench::RawSide> raw_side(const athanor::URL& url) {
    if (url.dialect() == "sqlite") {
        return bench::make_sqlite_side(url.database);
    }
    return bench::make_postgresql_side(url.str_with_password());
}

void run(const std::string& url, const std::vector<std::string>& names, int rounds, double scale) {
    const auto engine = athanor::create_engine(url);
    bench::AthanorSide ours(engine);
    ours.create_tables();
    {
        const auto raw = raw_side(engine.url());
        fmt::print("{} ({} rounds)\n{:<4} {:<42} {:>10} {:>11} {:>7}\n", engine.url().to_string(), rounds, "",
                   "workload", "raw ms", "Athanor ms", "ratio");
        for (const auto& workload : bench::workloads(scale)) {
            if (!names.empty() && std::ranges::find(names, workload.name) == names.end()) {
                continue;
            }
            const auto found = bench::measure(workload, *raw, ours, rounds);
            fmt::print("{:<4} {:<42} {:>10.1f} {:>11.1f} {:>7.2f}\n", workload.name, workload.title, found.raw,
                       found.athanor, found.ratio);
            std::fflush(stdout);
        }
    }
    ours.drop_tables();
}

}  // namespace

int main(int argc, char** argv) {
    const TemporaryFile file;
    std::string url = file.url();
    std::vector<std::string> names;
    int rounds = 5;
    double scale = 1;
    CLI::App app("Measures Athanor against hand-written code on the database's C API, in turns, in one process.");
    app.add_option("--url", url,
                   "database; its tables bench_categories and bench_expenses are replaced and dropped "
                   "(default: a temporary SQLite file)");
    app.add_option("--workload", names, "names of workloads, separated by commas (default: all)")
        ->delimiter(',')
        ->check(CLI::IsMember({"W1", "W3", "W4", "W5", "W6", "W7", "W8"}));
    app.add_option("--rounds", rounds, "rounds that count")->capture_default_str()->check(CLI::Range(1, 1000));
    app.add_option("--scale", scale, "multiplies the sizes; for profilers")
        ->capture_default_str()
        ->check(CLI::Range(0.001, 100.0));
    CLI11_PARSE(app, argc, argv);
    try {
        run(url, names, rounds, scale);
    } catch (const std::exception& error) {
        fmt::print(stderr, "athanor_bench: {}\n", error.what());
        return 1;
    }
    return 0;
}
