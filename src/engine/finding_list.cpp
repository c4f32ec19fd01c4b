#include "engine/finding_list.hpp"

namespace athanor::detail {

namespace {

class FirstColumn final : public RowSink {
public:
    void row(const Cursor& cursor) override {
        const auto value = cursor.value(0);
        texts.push_back(value.is_null() ? "" : value.kind() == ValueKind::text ? value.as_string() : value.to_string());
    }
    std::vector<std::string> texts;
};

}  // namespace

Finding failure(std::string name, const Error& error) {
    return {std::move(name), FindingState::failed, error.message(), error.hint()};
}

std::vector<std::string> answers(DriverConnection& connection, const sql::Compiled& query) {
    FirstColumn sink;
    Execution execution;
    execution.statement = &query;
    execution.rows = &sink;
    connection.execute({&execution, 1});
    return std::move(sink.texts);
}

std::vector<std::string> answers(DriverConnection& connection, std::string_view sql) {
    sql::Compiled query;
    query.sql = sql;
    query.reads_only = true;
    return answers(connection, query);
}

std::string answer(DriverConnection& connection, std::string_view sql) {
    const auto texts = answers(connection, sql);
    if (texts.empty()) {
        throw InternalError("a question about the server has no answer: " + std::string(sql));
    }
    return texts.front();
}

}  // namespace athanor::detail
