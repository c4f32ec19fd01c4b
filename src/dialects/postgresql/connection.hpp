#pragma once

#include <string>
#include <vector>

#include <athanor/engine/driver.hpp>

#include "dialects/postgresql/cancel_request.hpp"
#include "dialects/postgresql/connection_settings.hpp"
#include "dialects/postgresql/handles.hpp"
#include "dialects/postgresql/notices.hpp"
#include "dialects/postgresql/parameter_block.hpp"
#include "dialects/postgresql/prepared_statements.hpp"

namespace athanor::postgresql {

class Exchange;

/// A connection through libpq: binary parameters and results, each list of statements in one pipeline.
class PostgresqlConnection final : public DriverConnection, public CopySupport {
public:
    /// Takes over a connection that is ready. @throws OperationalError if its session cannot be set up.
    PostgresqlConnection(ConnectionHandle connection, const ConnectionSettings& settings);

    void execute(std::span<Execution> list) override;
    bool in_transaction() const noexcept override;
    bool is_open() const noexcept override;
    void cancel() noexcept override { cancel_.send(); }
    bool probe() noexcept override;
    std::string server_version() const override;
    std::vector<std::pair<std::string, std::string>> facts() const override;
    const DriverStatistics& statistics() const noexcept override { return statistics_; }

    CopySupport* copy_support() noexcept override { return this; }
    std::int64_t copy_in(std::string_view sql, CopySource& source) override;
    std::int64_t copy_out(std::string_view sql, CopySink& sink) override;

private:
    void set_up_session();
    void require_open() const;
    void run(Exchange& exchange);
    void run_again(std::span<Execution> list);
    void run_alone(const char* sql);
    template <class Run>
    std::int64_t copy(std::string_view sql, const Run& run);

    ConnectionHandle connection_;
    CancelRequest cancel_;
    PreparedStatements prepared_;
    Notices notices_;
    std::vector<ParameterBlock> blocks_;
    DriverStatistics statistics_;
    ConnectionSettings settings_;
    bool lost_ = false;
};

}  // namespace athanor::postgresql
