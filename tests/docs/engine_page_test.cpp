// Runs what docs/engine.md shows.

#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>

#include "../../docs/snippets/engine.cpp"
#include "temp_dir.hpp"

using namespace engine_page;

TEST(EnginePage, WithoutAnUrlTheDatabaseIsAFile) {
    const Engine engine = open();
    EXPECT_EQ(engine.url().to_string(), "sqlite:///library.db");
    EXPECT_TRUE(engine.options().pool_pre_ping);
}

TEST(EnginePage, AListenerSetsUpEachConnection) {
    const Engine engine = create_engine("sqlite://");
    read_only_sessions(engine);
    EXPECT_THROW(LibrarySchema::create_all(engine), OperationalError);
}

TEST(EnginePage, EchoShowsStatementParametersAndTime) {
    const ScopedLogCapture capture;
    const Engine engine = open_and_show_sql("sqlite://");
    LibrarySchema::create_all(engine);
    Session session(engine);
    session.add(Author{.name = "Cora Vale"});
    session.commit();
    EXPECT_TRUE(capture.contains("INSERT INTO authors (name) VALUES (?)"));
    EXPECT_TRUE(capture.contains("Cora Vale"));
    EXPECT_TRUE(capture.contains(" ms]"));
}

TEST(EnginePage, ASinkTakesTheMessages) {
    const ScopedLogCapture keeps_sink_and_levels;
    std::vector<std::string> lines;
    log_into(lines);
    (void)open_and_show_sql("sqlite://").connect().exec_driver_sql("SELECT 1");
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(
        std::any_of(lines.begin(), lines.end(), [](auto& line) { return line == "INFO athanor.engine: SELECT 1"; }));
    reset_log_sink();
}

TEST(EnginePage, AConnectionWorksWithoutModels) {
    const Engine engine = create_engine("sqlite://");
    LibrarySchema::create_all(engine);
    {
        Session session(engine);
        auto author = session.add(Author{.name = "Cora Vale"});
        session.add(Book{.title = "Dust", .price = 1, .copies = 5, .author = author});
        session.add(Book{.title = "Rain", .price = 1, .copies = 2, .author = author});
        session.commit();
    }
    EXPECT_EQ(count_without_models(engine, 3), 1);
    EXPECT_EQ(count_without_models(engine, 0), 2);
}

TEST(EnginePage, RoundTripsCanBeCounted) {
    const Engine engine = create_engine("sqlite://");
    LibrarySchema::create_all(engine);
    Session session(engine);
    EXPECT_EQ(round_trips_of(engine, session), 0u);
    session.add(Author{.name = "Cora Vale"});
    EXPECT_EQ(round_trips_of(engine, session), 1u);
}

TEST(EnginePage, ErrorsSayWhatToDo) {
    EXPECT_EQ(explain("sqlite://"), "connected");
    EXPECT_EQ(explain("nonsense"), "argument_error");
    EXPECT_EQ(explain("oracle://host/name"), "no_such_module_error");
    EXPECT_NE(explain("sqlite:////no/such/folder/x.db").find("create the folder"), std::string::npos);
    const std::string refused = explain("postgresql://user:hunter2@localhost:1/name");
    EXPECT_NE(refused.find("localhost"), std::string::npos) << refused;
    EXPECT_EQ(refused.find("hunter2"), std::string::npos);
}
