#include <string>
#include <vector>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "engine/connection_impl.hpp"
#include "engine/other_urls.hpp"

namespace athanor {

namespace {

class Names final : public RowSink {
public:
    void row(const Cursor& cursor) override { names.emplace_back(cursor.text(0)); }
    std::vector<std::string> names;
};

using CompileDdl = std::vector<sql::CompiledPtr> (Dialect::*)(const MetaData::Sorted&,
                                                              std::span<const std::string>) const;

/// The engine to run DDL on: with direct_url one for this time only.
Engine direct(const Engine& engine, const char* what) {
    if (engine.read_only()) {
        throw InvalidRequestError(fmt::format("{} writes, and was given a reader", what), "give it the engine itself");
    }
    auto url = detail::direct_url(engine.dialect(), engine.url(), engine.options(), what);
    if (url == engine.url()) {
        return engine;
    }
    EngineOptions options = engine.options();
    options.pooler = Pooler::automatic;
    options.direct_url.clear();
    options.reader_url.clear();
    return create_engine(url, options);
}

void run_ddl(const Engine& given, const MetaData& metadata, const char* what, CompileDdl compile) {
    const auto sorted = metadata.sorted();
    const auto engine = direct(given, what);
    auto connection = engine.connect();
    auto& state = Connection::Impl::of(connection);

    Names existing;
    const auto query = engine.dialect().compile_table_names();
    Execution names;
    names.statement = query.get();
    names.rows = &existing;
    // The lock for writing from the start: two programs that start at once must not both find the tables missing.
    state.run({&names, 1}, false, Connection::Impl::Begin::for_writing);

    std::vector<sql::Compiled> statements;
    for (const auto& compiled : (engine.dialect().*compile)(sorted, existing.names)) {
        statements.push_back(*compiled);
        statements.back().id = 0;  // runs once: not worth a place among the prepared statements
    }
    std::vector<Execution> list(statements.size());
    for (std::size_t i = 0; i < statements.size(); ++i) {
        list[i].statement = &statements[i];
    }
    connection.execute_and_commit(list);
}

}  // namespace

void create_all(const Engine& engine, const MetaData& metadata) {
    run_ddl(engine, metadata, "create_all", &Dialect::compile_create);
}

void drop_all(const Engine& engine, const MetaData& metadata) {
    run_ddl(engine, metadata, "drop_all", &Dialect::compile_drop);
}

}  // namespace athanor
