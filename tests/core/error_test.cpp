#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>

namespace athanor {
namespace {

template <class Below, class Above>
constexpr bool is_below = std::is_base_of_v<Above, Below> && !std::is_same_v<Below, Above>;

TEST(Error, FormsTheTreeOfSqlalchemy) {
    static_assert(is_below<Error, std::exception>);
    static_assert(is_below<NoSuchModuleError, ArgumentError>);
    static_assert(is_below<NoResultFound, InvalidRequestError> && is_below<MultipleResultsFound, InvalidRequestError>);
    static_assert(is_below<PendingRollbackError, InvalidRequestError> &&
                  is_below<ResourceClosedError, InvalidRequestError>);
    static_assert(is_below<DetachedInstanceError, InvalidRequestError>);
    static_assert(is_below<DBAPIError, StatementError> && is_below<InterfaceError, DBAPIError>);
    static_assert(is_below<DatabaseError, DBAPIError> && !is_below<InterfaceError, DatabaseError>);
    static_assert(is_below<DataError, DatabaseError> && is_below<OperationalError, DatabaseError>);
    static_assert(is_below<IntegrityError, DatabaseError> && is_below<InternalError, DatabaseError>);
    static_assert(is_below<ProgrammingError, DatabaseError> && is_below<NotSupportedError, DatabaseError>);
    EXPECT_THROW(throw DataError("x"), StatementError);
}

TEST(Error, TextIsLaidOutLineByLine) {
    const IntegrityError error(ErrorDetails{.message = "The name is taken",
                                            .hint = "Choose another one.",
                                            .statement = "INSERT INTO categories (name) VALUES ($1)",
                                            .parameters = "'Food'",
                                            .sqlstate = "23505",
                                            .constraint = "",
                                            .table = "",
                                            .column = "",
                                            .driver = "postgresql"});
    EXPECT_STREQ(error.what(), "IntegrityError: The name is taken\n"
                               "[SQL: INSERT INTO categories (name) VALUES ($1)]\n"
                               "[parameters: 'Food']\n"
                               "Choose another one.\n"
                               "(code: integrity_error, SQLSTATE 23505, see docs/errors.md)");
}

TEST(Error, TextLeavesOutLinesWithoutContent) {
    EXPECT_STREQ(NoResultFound("No row came").what(),
                 "NoResultFound: No row came\n(code: no_result_found, see docs/errors.md)");
    EXPECT_STREQ(ArgumentError("Wrong", "Do it right.").what(),
                 "ArgumentError: Wrong\nDo it right.\n(code: argument_error, see docs/errors.md)");
}

template <class E>
void expect_class(const char* name, const char* code) {
    const E error("message", "hint");
    EXPECT_EQ(error.name(), name);
    EXPECT_EQ(error.code(), code);
    EXPECT_EQ(error.message(), "message");
    EXPECT_EQ(error.hint(), "hint");
    const Error& base = error;
    try {
        base.raise_with(ErrorDetails(error.details()));
    } catch (const Error& again) {
        EXPECT_EQ(typeid(again), typeid(E)) << name;
    }
}

TEST(Error, EachClassHasItsNameItsCodeAndIsRaisedAsItself) {
    expect_class<Error>("Error", "error");
    expect_class<ArgumentError>("ArgumentError", "argument_error");
    expect_class<NoSuchModuleError>("NoSuchModuleError", "no_such_module_error");
    expect_class<CompileError>("CompileError", "compile_error");
    expect_class<InvalidRequestError>("InvalidRequestError", "invalid_request_error");
    expect_class<NoResultFound>("NoResultFound", "no_result_found");
    expect_class<MultipleResultsFound>("MultipleResultsFound", "multiple_results_found");
    expect_class<PendingRollbackError>("PendingRollbackError", "pending_rollback_error");
    expect_class<ResourceClosedError>("ResourceClosedError", "resource_closed_error");
    expect_class<DetachedInstanceError>("DetachedInstanceError", "detached_instance_error");
    expect_class<TimeoutError>("TimeoutError", "timeout_error");
    expect_class<CircularDependencyError>("CircularDependencyError", "circular_dependency_error");
    expect_class<FlushError>("FlushError", "flush_error");
    expect_class<StaleDataError>("StaleDataError", "stale_data_error");
    expect_class<ThreadError>("ThreadError", "thread_error");
    expect_class<StatementError>("StatementError", "statement_error");
    expect_class<DBAPIError>("DBAPIError", "dbapi_error");
    expect_class<InterfaceError>("InterfaceError", "interface_error");
    expect_class<DatabaseError>("DatabaseError", "database_error");
    expect_class<DataError>("DataError", "data_error");
    expect_class<OperationalError>("OperationalError", "operational_error");
    expect_class<IntegrityError>("IntegrityError", "integrity_error");
    expect_class<InternalError>("InternalError", "internal_error");
    expect_class<ProgrammingError>("ProgrammingError", "programming_error");
    expect_class<NotSupportedError>("NotSupportedError", "not_supported_error");
}

TEST(Error, GainsItsStatementOnTheWayUpAndKeepsItsType) {
    try {
        try {
            throw DataError("Too long", "Shorten it.");
        } catch (const Error& error) {
            error.raise_with_statement("SELECT $1", "'abc'");
        }
    } catch (const DataError& error) {
        EXPECT_EQ(error.details().statement, "SELECT $1");
        EXPECT_EQ(error.details().parameters, "'abc'");
        EXPECT_EQ(error.hint(), "Shorten it.");
        try {
            error.raise_with_statement("SELECT 2", "'other'");
        } catch (const DataError& again) {
            EXPECT_EQ(again.details().statement, "SELECT $1") << "the first statement is the one that failed";
            EXPECT_EQ(again.details().parameters, "'abc'");
        }
    }
}

TEST(Error, CopiesShareTheirContentAndNeverThrow) {
    static_assert(std::is_nothrow_copy_constructible_v<IntegrityError>);
    static_assert(std::is_nothrow_copy_assignable_v<Error>);
    const DataError error("A message that is long enough not to be kept inside of the string itself");
    const DataError copy = error;
    EXPECT_EQ(&copy.message(), &error.message());
    EXPECT_EQ(copy.what(), error.what());
}

TEST(Error, CanBeReadByManyThreadsAtOnce) {
    const DataError error("shared", "hint");
    std::vector<std::thread> threads;
    std::vector<std::string> texts(8);
    for (auto& text : texts) {
        threads.emplace_back([&] { text = error.what(); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& text : texts) {
        EXPECT_EQ(text, "DataError: shared\nhint\n(code: data_error, see docs/errors.md)");
    }
}

IntegrityKind kind_of(std::string sqlstate, IntegrityKind set_by_driver = IntegrityKind::other) {
    ErrorDetails details;
    details.sqlstate = std::move(sqlstate);
    details.integrity_kind = set_by_driver;
    return IntegrityError(std::move(details)).kind();
}

TEST(IntegrityError, KnowsWhichKindOfRuleWasBroken) {
    EXPECT_EQ(kind_of("23505"), IntegrityKind::unique);
    EXPECT_EQ(kind_of("23503"), IntegrityKind::foreign_key);
    EXPECT_EQ(kind_of("23001"), IntegrityKind::foreign_key);
    EXPECT_EQ(kind_of("23502"), IntegrityKind::not_null);
    EXPECT_EQ(kind_of("23514"), IntegrityKind::check);
    EXPECT_EQ(kind_of("23P01"), IntegrityKind::exclusion);
    EXPECT_EQ(kind_of("23000"), IntegrityKind::other);
    EXPECT_EQ(kind_of("", IntegrityKind::not_null), IntegrityKind::not_null);
    EXPECT_EQ(IntegrityError("x").kind(), IntegrityKind::other);
}

}  // namespace
}  // namespace athanor
