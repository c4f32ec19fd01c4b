#pragma once

// What docs/mcp.md shows of tools and models of one's own, on every database. A Database type gives `url()`.

#include <chrono>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../../docs/snippets/mcp.cpp"
#include "mcp/wire.hpp"

namespace mcp_page {

using Json = mcp::Json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Vault : Model<Vault> {
    static constexpr auto table_name = "vaults";

    Mapped<std::string, primary_key, length<10>> shelf;
    Mapped<int, primary_key> place;
    Mapped<std::int64_t> worth;
    Mapped<Bytes> picture;
    Mapped<std::string, length<50>, secret> password;
};

using PageSchema = Schema<Author, Book, Vault>;

template <class Database>
class McpPage : public ::testing::Test {
protected:
    void SetUp() override {
        PageSchema::create_all(engine);
        Session session(engine);
        auto author = session.add(Author{.name = "Cora Vale"});
        for (int i = 1; i <= 5; ++i)
            session.add(Book{.title = "Volume " + std::to_string(i),
                             .price = Decimal(i),
                             .published = Date(2020, 1, i),
                             .copies = i,
                             .author = author});
        for (const char* shelf : {"a", "b"}) {
            for (int place = 1; place <= 2; ++place)
                session.add(Vault{
                    .shelf = shelf, .place = place, .worth = std::int64_t{9007199254740993}, .password = "sesame"});
        }
        session.commit();
        add_stock(server, engine);
        expose_books(server, engine);
        mcp::expose<Vault>(server, engine, {.name = "vault", .plural = "vaults", .max_rows = 3});
    }

    Json call(const std::string& name, Json arguments) {
        mcp::tests::Wire wire(server);
        return wire.modern("tools/call", {{"name", name}, {"arguments", std::move(arguments)}}).at("result");
    }
    Json ok(const std::string& name, Json arguments) {
        const auto result = call(name, std::move(arguments));
        EXPECT_FALSE(result.value("isError", false)) << result;
        return result.value("structuredContent", Json());
    }
    std::string refused(const std::string& name, Json arguments) {
        const auto result = call(name, std::move(arguments));
        EXPECT_TRUE(result.value("isError", false)) << result;
        return result.at("content").at(0).at("text").template get<std::string>();
    }

    Database database;
    Engine engine = create_engine(database.url());
    mcp::Server server{{.name = "library", .version = "1.0"}};
};
TYPED_TEST_SUITE_P(McpPage);

TYPED_TEST_P(McpPage, AToolInTenLinesAppearsWithBothSchemasAndOnlyReads) {
    mcp::tests::Wire wire(this->server);
    const auto list = wire.modern("tools/list");
    for (const auto& tool : list.at("result").at("tools")) {
        EXPECT_EQ(tool.at("annotations").at("readOnlyHint"), true) << tool;
        EXPECT_EQ(tool.at("inputSchema").at("additionalProperties"), false);
        EXPECT_TRUE(tool.contains("outputSchema"));
        if (tool.at("name") == "stock_of") {
            EXPECT_EQ(tool.at("inputSchema").at("required"), Json::array({"author"}));
        }
    }
    EXPECT_EQ(this->ok("stock_of", {{"author", "Cora Vale"}}), (Json{{"result", 15}}));
    EXPECT_EQ(this->ok("stock_of", {{"author", "'; DROP TABLE books; --"}}), (Json{{"result", 0}}));
    EXPECT_THAT(this->refused("stock_of", Json::object()), HasSubstr("author"));
}

TYPED_TEST_P(McpPage, AModelIsListedInPagesByItsFilters) {
    const auto all = this->ok("list_books", Json::object());
    ASSERT_EQ(all.at("rows").size(), 5u);
    EXPECT_EQ(all.at("truncated"), false);
    EXPECT_EQ(all.at("rows").at(0).at("price"), "1.00") << "money is text";
    EXPECT_FALSE(all.at("rows").at(0).contains("added")) << "hidden";
    EXPECT_FALSE(all.at("rows").at(0).contains("isbn")) << "NULL is left out";

    const auto some = this->ok("list_books", {{"published_from", "2020-01-02"}, {"published_to", "2020-01-04"}});
    EXPECT_EQ(some.at("rows").size(), 3u);
    EXPECT_EQ(this->ok("list_books", {{"author_id", 99}}).at("rows").size(), 0u);

    Json gathered = Json::array();
    Json arguments{{"limit", 2}};
    for (int pages = 0; pages < 9; ++pages) {
        const auto page = this->ok("list_books", arguments);
        gathered.insert(gathered.end(), page.at("rows").begin(), page.at("rows").end());
        if (!page.contains("next_cursor"))
            break;
        arguments["cursor"] = page.at("next_cursor");
    }
    EXPECT_EQ(gathered, all.at("rows"));
    EXPECT_THAT(this->refused("list_books", {{"cursor", "1 OR 1=1"}}), HasSubstr("no place in this list"));
    EXPECT_THAT(this->refused("list_books", {{"title", "Volume 1"}}), HasSubstr("title")) << "no filter by that";
    EXPECT_THAT(this->refused("list_books", {{"published_from", "2020-02-30"}}), HasSubstr("published_from"));
    EXPECT_THAT(this->refused("list_books", {{"limit", 1000}}), HasSubstr("limit"));
}

TYPED_TEST_P(McpPage, OneObjectIsReadByItsKeyAsToolAndAsResource) {
    const auto first = this->ok("list_books", {{"limit", 1}}).at("rows").at(0);
    EXPECT_EQ(this->ok("get_book", {{"id", first.at("id")}}), first);
    EXPECT_THAT(this->refused("get_book", {{"id", 99}}), HasSubstr("list_books"));
    mcp::tests::Wire wire(this->server);
    const auto uri = "data://books/" + std::to_string(first.at("id").template get<int>());
    const auto read = wire.modern("resources/read", {{"uri", uri}}).at("result").at("contents").at(0);
    EXPECT_EQ(Json::parse(read.at("text").template get<std::string>()), first);
    EXPECT_TRUE(wire.modern("resources/read", {{"uri", "data://books/99"}}).contains("error"));
    EXPECT_TRUE(wire.modern("resources/read", {{"uri", "data://books/x"}}).contains("error"));
}

TYPED_TEST_P(McpPage, AKeyOfSeveralColumnsOrdersThePages) {
    const auto page = this->ok("list_vaults", Json::object());
    ASSERT_EQ(page.at("rows").size(), 3u);
    EXPECT_EQ(page.at("truncated"), true);
    const auto rest = this->ok("list_vaults", {{"cursor", page.at("next_cursor")}});
    ASSERT_EQ(rest.at("rows").size(), 1u);
    EXPECT_EQ(rest.at("rows").at(0).at("shelf"), "b");
    EXPECT_EQ(rest.at("rows").at(0).at("place"), 2);
    EXPECT_EQ(rest.at("rows").at(0).at("worth"), "9007199254740993") << "exact";
    EXPECT_EQ(this->ok("get_vault", {{"shelf", "a"}, {"place", 2}}).at("shelf"), "a");
}

TYPED_TEST_P(McpPage, SecretsAndOctetsAreNotEvenSelected) {
    mcp::tests::Wire wire(this->server);
    EXPECT_THAT(wire.modern("tools/list").dump(), Not(HasSubstr("password")));
    EXPECT_THAT(this->call("list_vaults", Json::object()).dump(), Not(HasSubstr("sesame")));
    EXPECT_THAT(this->call("list_vaults", Json::object()).dump(), Not(HasSubstr("picture")));
    EXPECT_THROW(
        (mcp::expose<Vault>(this->server, this->engine, {.name = "v", .plural = "vs"}, mcp::filters<&Vault::password>)),
        ArgumentError);
    EXPECT_THROW((mcp::expose<Vault>(this->server, this->engine, {.name = "v", .plural = "vs"}, mcp::filters<>,
                                     mcp::hidden<&Vault::shelf>)),
                 ArgumentError);
}

TYPED_TEST_P(McpPage, ACancelledCallEndsTheStatementThatRuns) {
    std::promise<std::string> ended;
    auto end = ended.get_future();
    const bool sqlite = this->engine.dialect().name() == "sqlite";
    this->server.template tool<"forever">("Forever", "Does not come back.", [&](ReadSession& session) {
        try {
            session.core().connection().exec_driver_sql(
                sqlite ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
                       : "SELECT pg_sleep(600)");
            ended.set_value("it came back");
        } catch (const std::exception& error) {
            ended.set_value("ended");
            throw;
        }
    });
    mcp::tests::Wire wire(this->server);
    const auto call = wire.start_modern("tools/call", {{"name", "forever"}, {"arguments", Json::object()}});
    EXPECT_EQ(end.wait_for(std::chrono::milliseconds(500)), std::future_status::timeout);
    wire.notify("notifications/cancelled", {{"requestId", wire.last_id}});
    ASSERT_EQ(end.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    EXPECT_EQ(end.get(), "ended");
    EXPECT_EQ(this->ok("stock_of", {{"author", "Cora Vale"}}), (Json{{"result", 15}})) << "and goes on";
}

REGISTER_TYPED_TEST_SUITE_P(McpPage, ACancelledCallEndsTheStatementThatRuns,
                            AToolInTenLinesAppearsWithBothSchemasAndOnlyReads, AModelIsListedInPagesByItsFilters,
                            OneObjectIsReadByItsKeyAsToolAndAsResource, AKeyOfSeveralColumnsOrdersThePages,
                            SecretsAndOctetsAreNotEvenSelected);

}  // namespace mcp_page
