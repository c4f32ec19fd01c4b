#include <mutex>
#include <utility>

#include <athanor/core/error.hpp>

#include "core/error_text.hpp"

namespace athanor {

struct Error::Shared {
    explicit Shared(ErrorDetails all) : details(std::move(all)) {}

    const ErrorDetails details;
    // The text is made when it is asked for: many errors are caught and handled without being read, and the class
    // is known only after construction.
    std::once_flag text_made;
    std::string text;
};

namespace {

template <class E>
void raise(ErrorDetails details) {
    throw E(std::move(details));
}

template <class E>
constexpr ErrorClass describe(std::string_view name, std::string_view code) noexcept {
    return {name, code, &raise<E>};
}

}  // namespace

Error::Error(std::string message, std::string hint)
    : Error(ErrorDetails{.message = std::move(message),
                         .hint = std::move(hint),
                         .statement = {},
                         .parameters = {},
                         .sqlstate = {},
                         .constraint = {},
                         .table = {},
                         .column = {},
                         .driver = {}}) {}

Error::Error(ErrorDetails details) : shared_(std::make_shared<Shared>(std::move(details))) {}

const char* Error::what() const noexcept {
    try {
        std::call_once(shared_->text_made, [this] { shared_->text = detail::error_text(error_class(), details()); });
        return shared_->text.c_str();
    } catch (...) {
        return shared_->details.message.c_str();
    }
}

const ErrorDetails& Error::details() const noexcept { return shared_->details; }

void Error::raise_with(ErrorDetails details) const {
    error_class().raise(std::move(details));
    std::terminate();
}

void Error::raise_with_statement(std::string sql, std::string redacted_parameters) const {
    ErrorDetails all = details();
    if (all.statement.empty()) {
        all.statement = std::move(sql);
        all.parameters = std::move(redacted_parameters);
    }
    raise_with(std::move(all));
}

IntegrityKind IntegrityError::kind() const noexcept {
    if (details().integrity_kind != IntegrityKind::other) {
        return details().integrity_kind;
    }
    const std::string_view state = details().sqlstate;
    return state == "23505"                       ? IntegrityKind::unique
           : state == "23503" || state == "23001" ? IntegrityKind::foreign_key
           : state == "23502"                     ? IntegrityKind::not_null
           : state == "23514"                     ? IntegrityKind::check
           : state == "23P01"                     ? IntegrityKind::exclusion
                                                  : IntegrityKind::other;
}

const ErrorClass& Error::error_class() const noexcept {
    static constexpr auto result = describe<Error>("Error", "error");
    return result;
}

const ErrorClass& ArgumentError::error_class() const noexcept {
    static constexpr auto result = describe<ArgumentError>("ArgumentError", "argument_error");
    return result;
}

const ErrorClass& NoSuchModuleError::error_class() const noexcept {
    static constexpr auto result = describe<NoSuchModuleError>("NoSuchModuleError", "no_such_module_error");
    return result;
}

const ErrorClass& CompileError::error_class() const noexcept {
    static constexpr auto result = describe<CompileError>("CompileError", "compile_error");
    return result;
}

const ErrorClass& InvalidRequestError::error_class() const noexcept {
    static constexpr auto result = describe<InvalidRequestError>("InvalidRequestError", "invalid_request_error");
    return result;
}

const ErrorClass& NoResultFound::error_class() const noexcept {
    static constexpr auto result = describe<NoResultFound>("NoResultFound", "no_result_found");
    return result;
}

const ErrorClass& MultipleResultsFound::error_class() const noexcept {
    static constexpr auto result = describe<MultipleResultsFound>("MultipleResultsFound", "multiple_results_found");
    return result;
}

const ErrorClass& PendingRollbackError::error_class() const noexcept {
    static constexpr auto result = describe<PendingRollbackError>("PendingRollbackError", "pending_rollback_error");
    return result;
}

const ErrorClass& ResourceClosedError::error_class() const noexcept {
    static constexpr auto result = describe<ResourceClosedError>("ResourceClosedError", "resource_closed_error");
    return result;
}

const ErrorClass& DetachedInstanceError::error_class() const noexcept {
    static constexpr auto result = describe<DetachedInstanceError>("DetachedInstanceError", "detached_instance_error");
    return result;
}

const ErrorClass& TimeoutError::error_class() const noexcept {
    static constexpr auto result = describe<TimeoutError>("TimeoutError", "timeout_error");
    return result;
}

const ErrorClass& CircularDependencyError::error_class() const noexcept {
    static constexpr auto result =
        describe<CircularDependencyError>("CircularDependencyError", "circular_dependency_error");
    return result;
}

const ErrorClass& FlushError::error_class() const noexcept {
    static constexpr auto result = describe<FlushError>("FlushError", "flush_error");
    return result;
}

const ErrorClass& StaleDataError::error_class() const noexcept {
    static constexpr auto result = describe<StaleDataError>("StaleDataError", "stale_data_error");
    return result;
}

const ErrorClass& ThreadError::error_class() const noexcept {
    static constexpr auto result = describe<ThreadError>("ThreadError", "thread_error");
    return result;
}

const ErrorClass& StatementError::error_class() const noexcept {
    static constexpr auto result = describe<StatementError>("StatementError", "statement_error");
    return result;
}

const ErrorClass& DBAPIError::error_class() const noexcept {
    static constexpr auto result = describe<DBAPIError>("DBAPIError", "dbapi_error");
    return result;
}

const ErrorClass& InterfaceError::error_class() const noexcept {
    static constexpr auto result = describe<InterfaceError>("InterfaceError", "interface_error");
    return result;
}

const ErrorClass& DatabaseError::error_class() const noexcept {
    static constexpr auto result = describe<DatabaseError>("DatabaseError", "database_error");
    return result;
}

const ErrorClass& DataError::error_class() const noexcept {
    static constexpr auto result = describe<DataError>("DataError", "data_error");
    return result;
}

const ErrorClass& OperationalError::error_class() const noexcept {
    static constexpr auto result = describe<OperationalError>("OperationalError", "operational_error");
    return result;
}

const ErrorClass& CommitUnknownError::error_class() const noexcept {
    static constexpr auto result = describe<CommitUnknownError>("CommitUnknownError", "commit_unknown_error");
    return result;
}

const ErrorClass& IntegrityError::error_class() const noexcept {
    static constexpr auto result = describe<IntegrityError>("IntegrityError", "integrity_error");
    return result;
}

const ErrorClass& InternalError::error_class() const noexcept {
    static constexpr auto result = describe<InternalError>("InternalError", "internal_error");
    return result;
}

const ErrorClass& ProgrammingError::error_class() const noexcept {
    static constexpr auto result = describe<ProgrammingError>("ProgrammingError", "programming_error");
    return result;
}

const ErrorClass& NotSupportedError::error_class() const noexcept {
    static constexpr auto result = describe<NotSupportedError>("NotSupportedError", "not_supported_error");
    return result;
}

}  // namespace athanor
