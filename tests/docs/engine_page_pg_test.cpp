// Runs what docs/engine.md shows for PostgreSQL.

#include <gtest/gtest.h>

#include "../../docs/snippets/engine.cpp"
#include "postgres.hpp"

using namespace engine_page;

TEST(EnginePage, CopyGoesInAndOut) {
    athanor::testing::PostgresDatabase database;
    const Engine engine = create_engine(database.url());
    LibrarySchema::create_all(engine);
    auto connection = engine.connect();
    EXPECT_EQ(copy_authors(connection, {"Cora Vale\n", "\"Vale, Ann\"\n"}), 2);
    EXPECT_EQ(names(connection), "Cora Vale\n\"Vale, Ann\"\n");
    connection.commit();
    EXPECT_EQ(database.scalar("SELECT count(*) FROM authors"), "2");
}
