#include <random>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/redaction.hpp>
#include <athanor/core/url.hpp>

namespace athanor {
namespace {

constexpr std::string_view secret = "Xq7pw9";

constexpr std::string_view seeds[] = {
    "postgresql://u:Xq7pw9@db.example.com:5432/budget?sslmode=require&channel_binding=require",
    "postgres://u:Xq7pw9@ep-cool-night-123-pooler.eu-central-1.aws.neon.tech/db?options=endpoint%3Dep-x",
    "postgresql+psycopg2://u%40x:Xq7pw9%2F%3A@[2001:db8::1]:5432/d%2Fb?password=Xq7pw9&sslpassword=Xq7pw9",
    "postgresql+psycopg://:Xq7pw9@/d?host=a:1&host=b:2&application_name=a+b",
    "postgresql://u@x:Xq7pw9@h:1/d?host=/var/run/postgresql&x=%C3%A9",
    "sqlite:///relative.db?mode=ro",
    "sqlite:////abs/%C3%BC.db?uri=true",
    "sqlite://",
};

/// Characters that mean something in a URL come more often than others.
char any_character(std::mt19937& random) {
    constexpr std::string_view meaningful = ":/?#[]@!$&'()*+,;=% \\\"<>^`{|}~.-_09azAZ\n\t";
    return random() % 4 == 0 ? static_cast<char>(random() % 256) : meaningful[random() % meaningful.size()];
}

void mutate(std::string& text, std::mt19937& random) {
    const auto at = text.empty() ? 0 : random() % text.size();
    switch (random() % 6) {
    case 0:
        text.insert(at, 1, any_character(random));
        break;
    case 1:
        if (!text.empty()) {
            text[at] = any_character(random);
        }
        break;
    case 2:
        text.erase(at, 1 + random() % 4);
        break;
    case 3:
        text.insert(at, text.substr(text.empty() ? 0 : random() % text.size(), random() % 8));
        break;
    case 4: {
        const std::string_view other = seeds[random() % std::size(seeds)];
        text = text.substr(0, at) + std::string(other.substr(random() % other.size()));
        break;
    }
    default: {
        constexpr std::string_view hex = "0123456789ABCDEFabcdefgz";
        text.insert(at, {'%', hex[random() % hex.size()], hex[random() % hex.size()]});
        break;
    }
    }
}

bool shows_secret_outside_the_password(const URL& url) {
    const auto has = [](std::string_view text) { return text.find(secret) != std::string_view::npos; };
    bool shown = has(url.drivername) || has(url.username.value_or("")) || has(url.host) || has(url.database);
    for (const auto& [key, value] : url.query) {
        shown = shown || has(key) || (has(value) && !is_secret_name(key));
    }
    return shown;
}

TEST(UrlProperty, TwoHundredThousandMutationsAreReadExactlyOrRefusedWithoutTheirSecrets) {
    std::mt19937 random(20240229);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text(seeds[random() % std::size(seeds)]);
        for (auto left = random() % 6; left > 0; --left) {
            mutate(text, random);
        }
        try {
            const auto url = URL::parse(text);
            ++read;
            ASSERT_EQ(URL::parse(url.render(false)), url) << text << " became " << url.render(false);
            if (!shows_secret_outside_the_password(url)) {
                ASSERT_EQ(url.render().find(secret), std::string::npos) << url.render();
            }
        } catch (const ArgumentError& error) {
            ++refused;
            ASSERT_EQ(std::string_view(error.what()).find(secret), std::string_view::npos) << error.what();
        }
    }
    // Neither only good ones nor only bad ones, or the mutations would show nothing.
    EXPECT_GT(read, 50'000);
    EXPECT_GT(refused, 10'000);
}

TEST(UrlProperty, AHostWithAnyCharactersSurvivesPrintingAndReading) {
    for (const char* host : {"a:b]c", "a:b@c", "a:b/c", "a:b?c", "::1", "fe80::1%eth0", "a b", "a%41", "a,b"}) {
        for (const bool user : {false, true}) {
            URL url;
            url.drivername = "postgresql";
            url.host = host;
            if (user) {
                url.username = "u";
            }
            EXPECT_EQ(URL::parse(url.render(false)), url) << url.render(false);
        }
    }
}

}  // namespace
}  // namespace athanor
