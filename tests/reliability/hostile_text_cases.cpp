#include <algorithm>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "reliability/hostile_text.hpp"
#include "support/server_script.hpp"

namespace athanor::testing {

namespace {

struct Saying : Model<Saying> {
    static constexpr auto table_name = "sayings";
    Mapped<int, primary_key> id;
    Mapped<std::string> text;
};

/// The big list of naughty strings, as many people have gathered it.
std::vector<std::string> naughty_strings() {
    ServerScript script("naughty_strings.sh");
    std::ifstream file(script.tell("path"));
    return nlohmann::json::parse(file);
}

std::vector<std::string> make_hostile_texts() {
    std::vector<std::string> texts = {
        // quotes, comments, ends of statements
        "'",
        "''",
        "\"",
        "\"\"",
        "`",
        "\\",
        "\\'",
        "\\\\",
        "';--",
        "'; DROP TABLE sayings; --",
        "\"; DROP TABLE sayings; --",
        "' OR '1'='1",
        "' OR 1=1 --",
        "') OR ('a'='a",
        "1; SELECT pg_sleep(10)",
        "/* */",
        "/*",
        "*/",
        "--",
        "-- \n",
        ";",
        "' UNION SELECT name FROM sqlite_master --",
        "x' AND 1=(SELECT count(*) FROM sayings) --",
        "admin'--",
        "E'\\x41'",
        "U&'\\0041'",
        "$$",
        "$tag$ text $tag$",
        "N'text'",
        "X'41'",
        "'||(SELECT version())||'",
        // what drivers, formats, shells and pages take for their own
        "?",
        "$1",
        "$2",
        ":name",
        "@p1",
        "%s",
        "%n%n%n%s",
        "{}",
        "{0}",
        "{{}}",
        "${HOME}",
        "$(id)",
        "`id`",
        "| ls",
        "&&",
        "<script>alert(1)</script>",
        "&lt;",
        "../../etc/passwd",
        "C:\\temp\\new",
        "file:///etc/passwd",
        "http://h/?a=b&c=d#e",
        // patterns
        "%",
        "_",
        "%%",
        "a%b",
        "a_b",
        "\\%",
        "\\_",
        "[a-z]",
        "^",
        "*",
        ".*",
        "100%",
        "__init__",
        // values that are no text to somebody
        "NULL",
        "null",
        "undefined",
        "true",
        "FALSE",
        "0",
        "-0",
        "1e309",
        "NaN",
        "Infinity",
        "0x7f",
        "1,5",
        "1.5",
        "2026-02-30",
        // blanks and control characters
        " ",
        "   ",
        " leading",
        "trailing ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "a\nb",
        "\x01",
        "\x02\x03\x04",
        "\x07",
        "\x08",
        "\x0b\x0c",
        "\x1b[31mred\x1b[0m",
        "\x7f",
        // Unicode
        "\xc3\xa4\xc3\xb6\xc3\xbc",
        "a\xcc\x88",
        "\xe2\x80\x8b",
        "\xe2\x80\xae txet",
        "\xef\xbb\xbf",
        "\xef\xbf\xbf",
        "\xf0\x9f\x92\xa9",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
        "\xe2\x80\x99 OR 1=1",
        "\xca\xbc",
        "\xef\xbc\x87",
        "\xef\xbc\x9b DROP TABLE",
        "\xed\x9f\xbf\xee\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "\xe5\xbc\xa0\xe4\xb8\x89",
        "\xd9\x85\xd8\xb1",
        // words that are SQL
        "select",
        "SELECT",
        "table",
        "order",
        "group",
        "user",
        "rowid",
        "ctid",
        "oid",
        "x\"y",
        "x.y",
        "public.sayings",
    };
    texts.push_back(std::string(100'000, '\''));
    texts.push_back(std::string(10'000, '\\') + "'");
    for (int length = 44; length <= 130; length += 43) {
        texts.push_back(std::string(static_cast<std::size_t>(length), '"'));
    }
    std::set<std::string> known(texts.begin(), texts.end());
    for (const auto& text : naughty_strings()) {
        if (known.insert(text).second) {
            texts.push_back(text);
        }
    }
    return texts;
}

/// Whether the tables and rows that hostile text likes to take away are there.
std::int64_t rows(const Engine& engine) {
    Session session(engine);
    return session.scalar(select(func::count(Saying::columns().id))).value();
}

}  // namespace

const std::vector<std::string>& hostile_texts() {
    static const auto texts = make_hostile_texts();
    return texts;
}

HostileText::HostileText() : database(GetParam()(url)), engine(create_engine(url)) {
    Schema<Saying>::create_all(engine);
}

TEST_P(HostileText, IsKeptBitForBitAsAValue) {
    auto& s = Saying::columns();
    {
        Session session(engine);
        for (const auto& text : hostile_texts()) {
            session.add(Saying{.text = text});
        }
        session.commit();
    }
    Session session(engine);
    const auto stored = session.scalars(select(s.text).order_by(s.id)).all();
    EXPECT_TRUE(std::ranges::equal(stored, hostile_texts()));
    for (const auto& text : hostile_texts()) {
        const auto found = session.scalars(select(s.text).where(s.text == text)).all();
        EXPECT_EQ(found, std::vector<std::string>{text});
        EXPECT_EQ(session.execute(update<Saying>().where(s.text == text).values(s.text, text)), 1) << text;
        EXPECT_EQ(session.scalars(select(s.id).where(s.text.in_({text, text + "no"}))).all().size(), 1U) << text;
    }
    session.commit();
    EXPECT_EQ(rows(engine), static_cast<std::int64_t>(hostile_texts().size()));
}

TEST_P(HostileText, InAPatternMatchesItselfOnly) {
    auto& s = Saying::columns();
    Session session(engine);
    for (const auto& text : hostile_texts()) {
        session.add(Saying{.text = "a" + text + "b"});
    }
    session.commit();
    for (const auto& text : hostile_texts()) {
        // SQLITE_MAX_LIKE_PATTERN_LENGTH of its documentation.
        if (text.size() >= 50'000 && engine.dialect().name() == "sqlite") {
            EXPECT_THROW(session.scalars(select(s.id).where(s.text.startswith("a" + text))).all(), OperationalError);
            session.rollback();
            continue;
        }
        const auto wanted = std::ranges::count_if(
            hostile_texts(), [&](const auto& other) { return ("a" + other + "b").starts_with("a" + text); });
        EXPECT_EQ(session.scalars(select(s.id).where(s.text.startswith("a" + text))).all().size(),
                  static_cast<std::size_t>(wanted))
            << text;
    }
}

TEST_P(HostileText, IsAnIdentifierOrRefused) {
    int accepted = 0;
    for (const auto& text : hostile_texts()) {
        MetaData metadata;
        Table table("identifiers");
        try {
            table.add_column({.name = "id", .type = {.kind = TypeKind::integer}, .primary_key = true});
            table.add_column({.name = text, .type = {.kind = TypeKind::text}});
            table.complete();
            metadata.add(table);
        } catch (const ArgumentError&) {
            EXPECT_TRUE(text.empty() || text.size() > 63) << text;
            continue;
        }
        if (text == "ctid" && engine.dialect().name() == "postgresql") {
            // Every table of PostgreSQL has one of its own.
            EXPECT_THROW(create_all(engine, metadata), ProgrammingError);
            continue;
        }
        ++accepted;
        create_all(engine, metadata);
        auto connection = engine.connect();
        EXPECT_EQ(connection.exec_driver_sql("SELECT * FROM identifiers").columns,
                  (std::vector<std::string>{"id", text}));
        connection.rollback();
        drop_all(engine, metadata);
    }
    EXPECT_GT(accepted, 100);
    EXPECT_EQ(rows(engine), 0);
}

TEST_P(HostileText, InAUrlStaysWhereItIs) {
    for (const auto& text : hostile_texts()) {
        if (text.empty()) {
            continue;  // a URL does not tell an empty part from none
        }
        URL made;
        made.drivername = "postgresql";
        made.username = text;
        made.password = text + "-secret";
        made.host = "db.example.com";
        made.database = text;
        made.query = {{"application_name", text}};
        EXPECT_EQ(URL::parse(made.render(false)), made) << made.render(false);
        EXPECT_EQ(made.render().find("-secret"), std::string::npos);
    }
}

}  // namespace athanor::testing
