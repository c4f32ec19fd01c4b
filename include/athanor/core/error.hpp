#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include <athanor/core/error_details.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// What is the same for all errors of one class.
struct ErrorClass {
    std::string_view name;                ///< As in C++: "DataError".
    std::string_view code;                ///< Stable, for programs and for docs/errors.md: "data_error".
    void (*raise)(ErrorDetails details);  ///< Throws an error of this class.
};

/// The base of every error that Athanor throws; the names below it are SQLAlchemy's.
///
/// Text of what(), lines without content left out:
///
///     IntegrityError: <message>
///     [SQL: ...]
///     [parameters: ...]
///     <hint>
///     (code: integrity_error, SQLSTATE 23505, see docs/errors.md)
///
/// Copies share their content and never throw. Reading one error from several threads is safe.
class Error : public std::exception {
public:
    explicit Error(std::string message, std::string hint = "");
    explicit Error(ErrorDetails details);

    const char* what() const noexcept override;
    virtual const ErrorClass& error_class() const noexcept;

    std::string_view name() const noexcept { return error_class().name; }
    std::string_view code() const noexcept { return error_class().code; }
    const std::string& message() const noexcept { return details().message; }
    const std::string& hint() const noexcept { return details().hint; }
    const ErrorDetails& details() const noexcept;

    /// Throws an error of the same class as this object's real one, with other details. A subclass outside the
    /// library keeps its class only if it overrides error_class().
    [[noreturn]] void raise_with(ErrorDetails details) const;

    /// Throws this error again with the statement it happened in. What is already known about a statement stays.
    [[noreturn]] void raise_with_statement(std::string sql, std::string redacted_parameters = "") const;

private:
    struct [[gnu::visibility("hidden")]] Shared;
    std::shared_ptr<Shared> shared_;
};

/// A call or a configuration that cannot work, whatever the database holds.
class ArgumentError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// No dialect or plug-in of that name is built in.
class NoSuchModuleError : public ArgumentError {
public:
    using ArgumentError::ArgumentError;
    const ErrorClass& error_class() const noexcept override;
};

/// A statement that this dialect cannot express in SQL.
class CompileError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// A correct call at the wrong moment, or on an object in the wrong state.
class InvalidRequestError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// One row was required and none came.
class NoResultFound : public InvalidRequestError {
public:
    using InvalidRequestError::InvalidRequestError;
    const ErrorClass& error_class() const noexcept override;
};

/// One row was required and several came.
class MultipleResultsFound : public InvalidRequestError {
public:
    using InvalidRequestError::InvalidRequestError;
    const ErrorClass& error_class() const noexcept override;
};

/// The transaction failed earlier and must be rolled back before anything else.
class PendingRollbackError : public InvalidRequestError {
public:
    using InvalidRequestError::InvalidRequestError;
    const ErrorClass& error_class() const noexcept override;
};

/// A connection, transaction or result was used after it was closed.
class ResourceClosedError : public InvalidRequestError {
public:
    using InvalidRequestError::InvalidRequestError;
    const ErrorClass& error_class() const noexcept override;
};

/// An object needed its session and has none.
class DetachedInstanceError : public InvalidRequestError {
public:
    using InvalidRequestError::InvalidRequestError;
    const ErrorClass& error_class() const noexcept override;
};

/// Waiting for a connection took longer than allowed.
class TimeoutError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// Tables or objects depend on one another in a circle that cannot be ordered.
class CircularDependencyError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// The unit of work found objects that it cannot write.
class FlushError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// An UPDATE or DELETE met fewer rows than it should: somebody else changed or removed them.
class StaleDataError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// A session or one of its objects was used by a thread other than its own.
class ThreadError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// A statement could not be run.
class StatementError : public Error {
public:
    using Error::Error;
    const ErrorClass& error_class() const noexcept override;
};

/// The driver or the database reported an error.
class DBAPIError : public StatementError {
public:
    using StatementError::StatementError;
    const ErrorClass& error_class() const noexcept override;
};

/// The driver was used wrongly; the database did not take part.
class InterfaceError : public DBAPIError {
public:
    using DBAPIError::DBAPIError;
    const ErrorClass& error_class() const noexcept override;
};

/// The database reported an error.
class DatabaseError : public DBAPIError {
public:
    using DBAPIError::DBAPIError;
    const ErrorClass& error_class() const noexcept override;
};

/// A value is malformed, out of range or too long for its type. Also thrown by the value types before a database
/// is asked.
class DataError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;
};

/// The database could not do its work for reasons outside the statement: connection lost, disk full, lock timeout.
class OperationalError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;
};

/// The connection was lost after a COMMIT (or a change outside a transaction) was sent and before its answer came: the
/// change may have been saved or not. Never run again by the library; details().outcome_unknown is true.
class CommitUnknownError : public OperationalError {
public:
    using OperationalError::OperationalError;
    const ErrorClass& error_class() const noexcept override;
};

/// A constraint refused the change.
class IntegrityError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;

    /// Which constraint: what the driver set, else from the SQLSTATE (class 23 of the SQL standard, and
    /// PostgreSQL's 23P01).
    IntegrityKind kind() const noexcept;
};

/// The database found a fault in its own state, such as a cursor that is no longer valid.
class InternalError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;
};

/// The SQL is wrong: syntax, or a table or column that does not exist.
class ProgrammingError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;
};

/// This database does not have the requested feature.
class NotSupportedError : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
    const ErrorClass& error_class() const noexcept override;
};

}  // namespace athanor

#pragma GCC visibility pop
