// A child made by fork() shares its parent's sockets: it must neither write into them nor close their sessions.

#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "engine/mortal_connection.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

/// Runs `child` in a forked process; what it returns is the exit status. It must not use gtest's expectations.
template <class Child>
int status_of(const Child& child) {
    const pid_t pid = fork();
    if (pid == 0) {
        int status = 99;
        try {
            status = child();
        } catch (...) {
            status = 98;
        }
        _exit(status);
    }
    int status = 0;
    EXPECT_EQ(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

using PoolFork = MortalPool;

TEST_F(PoolFork, AChildStartsWithAnEmptyPoolAndClosesNothingOfTheParents) {
    ConnectionPool pool(settings(2, 0));
    auto used = pool.checkout();
    pool.checkin(pool.checkout());
    EXPECT_EQ(status_of([&] {
                  if (pool.status().idle != 0 || pool.status().checked_out != 0) {
                      return 1;
                  }
                  auto own = pool.checkout();
                  if (own.number != 3) {
                      return 2;
                  }
                  pool.checkin(std::move(used));  // the child's copy of a connection that the parent uses
                  if (alive != 3 || pool.status().checked_out != 1) {
                      return 3;
                  }
                  pool.checkin(std::move(own));
                  return alive == 3 && pool.status().idle == 1 ? 0 : 4;
              }),
              0);
    EXPECT_EQ(pool.status().idle, 1);
    pool.checkin(std::move(used));
    EXPECT_EQ(pool.status().idle, 2);
}

TEST_F(PoolFork, AChildThatEndsThePoolClosesNothingOfTheParents) {
    auto pool = std::make_unique<ConnectionPool>(settings(2, 0));
    pool->checkin(pool->checkout());
    EXPECT_EQ(status_of([&] {
                  pool.reset();
                  return alive == 1 ? 0 : 1;
              }),
              0);
}

TEST_F(PoolFork, AChildDoesNotWaitForPlacesThatTheParentHolds) {
    ConnectionPool pool(settings(1, 0));
    auto only = pool.checkout();
    EXPECT_EQ(status_of([&] { return pool.checkout().number == 2 ? 0 : 1; }), 0);
    pool.checkin(std::move(only));
}

TEST(ConnectionFork, AChildsCopyConnectsAnewAndAnOpenTransactionStaysTheParents) {
    const TempDir folder;
    const auto engine = create_engine(folder.sqlite_url());
    auto connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE t (a INTEGER)");
    connection.commit();
    connection.exec_driver_sql("INSERT INTO t VALUES (1)");
    EXPECT_EQ(status_of([&] {
                  try {
                      connection.exec_driver_sql("INSERT INTO t VALUES (2)");
                      return 1;
                  } catch (const PendingRollbackError&) {
                      connection.rollback();
                  }
                  const auto rows = connection.exec_driver_sql("SELECT count(*) FROM t").rows;
                  connection.close();
                  return rows == Rows{{0}} ? 0 : 2;
              }),
              0);
    connection.commit();
    EXPECT_EQ(connection.exec_driver_sql("SELECT a FROM t").rows, Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

}  // namespace athanor::testing
