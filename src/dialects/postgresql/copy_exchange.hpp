#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include <athanor/core/error_details.hpp>
#include <athanor/engine/copy.hpp>
#include <athanor/engine/driver.hpp>

#include "dialects/postgresql/cancel_request.hpp"
#include "dialects/postgresql/handles.hpp"
#include "dialects/postgresql/server_wait.hpp"

namespace athanor::postgresql {

/// One COPY from its statement to its last answer. The pipeline is left for it, since libpq cannot copy in one.
class CopyExchange {
public:
    struct Link {
        PGconn* connection;
        const CancelRequest* cancel;
        DriverStatistics* statistics;
        std::chrono::milliseconds statement_timeout;
        bool hide_parameters;
    };

    explicit CopyExchange(Link link);

    /// COPY … FROM STDIN. Like receive, it keeps the first error or exception for finish and leaves the connection as
    /// it was, unless lost() is true afterwards.
    void send(std::string_view sql, CopySource& source);
    /// COPY … TO STDOUT.
    void receive(std::string_view sql, CopySink& sink);

    [[nodiscard]] bool lost() const noexcept { return lost_; }
    /// The rows copied. @throws the first error.
    [[nodiscard]] std::int64_t finish() const;

private:
    struct Failure {
        ErrorDetails details;
        std::exception_ptr exception;
        bool loss = false;
    };

    [[nodiscard]] bool start(std::string_view sql, ExecStatusType wanted);
    void send_pieces(CopySource& source);
    [[nodiscard]] bool put(std::string_view piece);
    [[nodiscard]] bool put_end();
    [[nodiscard]] bool drain();
    void receive_pieces(CopySink* sink);
    void end();
    [[nodiscard]] ResultHandle next();
    void take(const PGresult* result);
    void fail(Failure failure);

    Link link_;
    ServerWait wait_;
    std::string sql_;
    std::int64_t rows_ = 0;
    std::optional<Failure> failure_;
    std::size_t unsent_ = 0;  ///< bytes given to libpq since it was last empty
    bool began_inside_ = false;
    bool ended_ = false;      ///< the end of the data was sent, so that the server may save it
    bool completed_ = false;  ///< the server has taken the data
    bool lost_ = false;
};

}  // namespace athanor::postgresql
