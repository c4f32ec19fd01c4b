// A Mapped<T> reads like a T: the expressions that a program writes every day, each compiled and run.

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/orm.hpp>

namespace everyday {

using namespace std;  // as a beginner's file would have it
using namespace athanor;

struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<40>, unique> name;
    Mapped<std::string, length<20>> nickname;
    Mapped<int> count;
    Mapped<std::int64_t> big;
    Mapped<double> rate;
    Mapped<bool> active = true;
    Mapped<Decimal, numeric<12, 2>> balance, limit;
    Mapped<Date> opened;
    Mapped<DateTime, default_now> seen;
    Mapped<Uuid> key;
    Mapped<Bytes> blob;
    Mapped<std::optional<std::string>, length<100>> note;
    Mapped<std::optional<int>> parent;
};

string takes_string(const string& s) { return s; }
size_t takes_view(string_view s) { return s.size(); }
int takes_int(int i) { return i; }
Decimal takes_decimal(const Decimal& d) { return d; }

Account sample() {
    return Account{.id = 7,
                   .name = "Checking",
                   .nickname = "main",
                   .count = 3,
                   .big = 5'000'000'000,
                   .rate = 0.5,
                   .balance = "10.50"_dec,
                   .limit = "2.25"_dec,
                   .opened = Date(2026, 3, 1),
                   .note = "first",
                   .parent = 4};
}

TEST(EverydayExpressions, ReadText) {
    Account a = sample();
    string s = a.name;
    EXPECT_EQ(s, "Checking");
    string_view view = a.name;
    EXPECT_EQ(view, "Checking");
    const string& reference = a.name;
    EXPECT_EQ(reference, "Checking");
    EXPECT_EQ(takes_string(a.name), "Checking");
    EXPECT_EQ(takes_view(a.name), 8u);
    EXPECT_TRUE(a.name == "Checking");
    EXPECT_TRUE("Checking" == a.name);
    EXPECT_TRUE(a.name != "x");
    EXPECT_TRUE(a.name == string("Checking"));
    EXPECT_FALSE(a.name == a.nickname);
    EXPECT_TRUE(a.name < a.nickname);
    EXPECT_EQ(a.name + "!", "Checking!");
    EXPECT_EQ("my " + a.name, "my Checking");
    EXPECT_EQ(string("my ") + a.name, "my Checking");
    EXPECT_EQ(a.name + string("!"), "Checking!");
    EXPECT_EQ(a.name + a.nickname, "Checkingmain");
    EXPECT_EQ(a.name.size(), 8u);
    EXPECT_FALSE(a.name.empty());
    EXPECT_EQ(a.name->size(), 8u);
    EXPECT_EQ(a.name.substr(0, 5), "Check");
    EXPECT_EQ(a.name.find("king"), 4u);
    EXPECT_TRUE(a.name.starts_with("Che"));
    EXPECT_EQ(a.name[0], 'C');
    EXPECT_STREQ(a.name.c_str(), "Checking");
    size_t letters = 0;
    for (char c : a.name)
        letters += c != ' ';
    EXPECT_EQ(letters, 8u);
    EXPECT_EQ(count_if(a.name.begin(), a.name.end(), [](char c) { return c == 'C'; }), 1);
}

TEST(EverydayExpressions, ReadNumbers) {
    Account a = sample();
    int i = a.count;
    EXPECT_EQ(i, 3);
    EXPECT_EQ(takes_int(a.count), 3);
    EXPECT_EQ(a.count + 1, 4);
    EXPECT_EQ(1 + a.count, 4);
    EXPECT_EQ(a.count * 2 - 1, 5);
    EXPECT_EQ(a.count / 2, 1);
    EXPECT_EQ(a.count % 2, 1);
    EXPECT_EQ(-a.count, -3);
    EXPECT_TRUE(a.count > 2 && a.count <= 3);
    EXPECT_TRUE(2 < a.count);
    EXPECT_EQ(a.count + a.id, 10);
    EXPECT_TRUE(a.count < a.id);
    EXPECT_EQ(a.big + 1, 5'000'000'001);
    EXPECT_DOUBLE_EQ(a.rate * 2, 1.0);
    EXPECT_EQ(max(a.count.get(), 2), 3);
    EXPECT_EQ(takes_decimal(a.balance), "10.50"_dec);
    EXPECT_EQ(a.balance + a.limit, "12.75"_dec);
    EXPECT_EQ(a.balance - 1, "9.50"_dec);
    EXPECT_EQ(a.balance * a.count.get(), "31.50"_dec);
    EXPECT_TRUE(a.balance > 10);
    EXPECT_TRUE(a.balance > a.limit);
    EXPECT_TRUE(a.balance == "10.5"_dec);
    EXPECT_EQ(-a.balance, "-10.50"_dec);
    EXPECT_EQ(a.balance->to_string(), "10.50");
    if (a.active)
        SUCCEED();
    EXPECT_TRUE(a.active);
    EXPECT_FALSE(!a.active);
    EXPECT_TRUE(a.active && a.count > 0);
    bool active = a.active;
    EXPECT_TRUE(active);
    EXPECT_EQ(a.count > 2 ? "many" : "few", string("many"));
    switch (a.count) {
    case 3:
        SUCCEED();
        break;
    default:
        FAIL();
    }
}

TEST(EverydayExpressions, ReadDatesAndIdentifiers) {
    Account a = sample();
    Date day = a.opened;
    EXPECT_EQ(day, Date(2026, 3, 1));
    EXPECT_TRUE(a.opened < Date(2026, 4, 1));
    EXPECT_EQ(a.opened->year(), 2026);
    EXPECT_EQ(a.opened + std::chrono::days(1), Date(2026, 3, 2));
    a.key = Uuid::random();
    EXPECT_TRUE(a.key == a.key);
    EXPECT_EQ(a.blob.size(), 0u);
    a.blob = bytes_of("xy");
    EXPECT_EQ(a.blob.size(), 2u);
    for (std::byte b : a.blob)
        EXPECT_NE(b, std::byte{0});
}

TEST(EverydayExpressions, OptionalsReadLikeOptionals) {
    Account a = sample();
    EXPECT_TRUE(a.note.has_value());
    if (a.note)
        SUCCEED();
    EXPECT_EQ(*a.note, "first");
    EXPECT_EQ(a.note->size(), 5u);
    EXPECT_EQ(a.note.value(), "first");
    EXPECT_EQ(a.note.value_or("none"), "first");
    EXPECT_TRUE(a.note == "first");
    EXPECT_TRUE(a.parent == 4);
    EXPECT_TRUE(a.parent != nullopt);
    a.note = nullopt;
    EXPECT_FALSE(a.note);
    EXPECT_TRUE(a.note == nullopt);
    EXPECT_EQ(a.note.value_or("none"), "none");
    a.note = "again";
    EXPECT_EQ(a.note.value(), "again");
    a.parent = a.id;
    EXPECT_EQ(a.parent.value(), 7);
    a.parent.reset();
    EXPECT_FALSE(a.parent.has_value());
    optional<int> copy = a.parent;
    EXPECT_FALSE(copy);
}

TEST(EverydayExpressions, ChangeValues) {
    Account a = sample();
    a.count += 2;
    a.count -= 1;
    a.count *= 2;
    ++a.count;
    a.count++;
    --a.count;
    EXPECT_EQ(a.count, 9);
    a.name += " account";
    EXPECT_EQ(a.name, "Checking account");
    a.balance += "0.50"_dec;
    a.balance -= 1;
    a.balance += a.limit;
    EXPECT_EQ(a.balance, "12.25"_dec);
    a.name = a.nickname;
    EXPECT_EQ(a.name, "main");
    a.name = string("moved");
    a.name = string_view("viewed").substr(0, 4);
    EXPECT_EQ(a.name, "view");
    a.active = false;
    EXPECT_FALSE(a.active);
    a.count = a.id;
    EXPECT_EQ(a.count, 7);
    a.big = a.count;
    EXPECT_EQ(a.big, 7);
    EXPECT_THROW(a.count = 5'000'000'000, DataError);
    EXPECT_EQ(a.count, 7) << "a value that does not fit changes nothing";
}

TEST(EverydayExpressions, Print) {
    Account a = sample();
    ostringstream out;
    out << a.name << ' ' << a.count << ' ' << a.balance << ' ' << a.opened;
    EXPECT_EQ(out.str(), "Checking 3 10.50 2026-03-01");
    EXPECT_EQ(fmt::format("{:>10}|{}|{:>8}|{}", a.name, a.count, a.balance, a.opened),
              "  Checking|3|   10.50|2026-03-01");
}

TEST(EverydayExpressions, ObjectsCopyAndMoveAsValues) {
    Account a = sample();
    Account copy = a;
    copy.name = "Other";
    EXPECT_EQ(a.name, "Checking");
    Account moved = std::move(copy);
    EXPECT_EQ(moved.name, "Other");
    a = moved;
    EXPECT_EQ(a.name, "Other");
    swap(a, moved);
    const Account& constant = a;
    EXPECT_EQ(constant.name.size(), 5u);
    auto lambda = [&a](int more) { return a.count + more; };
    EXPECT_EQ(lambda(1), 4);
}

TEST(EverydayExpressions, OneFunctionServesObjectsAndSql) {
    auto rich = [](auto& account) { return account.balance > 10; };
    Account a = sample();
    EXPECT_TRUE(rich(a));
    auto condition = rich(Account::columns());
    static_assert(std::same_as<decltype(condition), Expr<bool, owners<Account>>>);
    EXPECT_TRUE(condition.node());
}

// What must not compile, because it would be a mistake.
static_assert(!std::is_assignable_v<decltype(Account::active)&, const char*>, "text is no bool");
static_assert(!std::is_assignable_v<decltype(Account::count)&, double>, "a real loses its fraction");
static_assert(!std::is_assignable_v<decltype(Account::name)&, std::nullptr_t>, "a null pointer is no text");
static_assert(!std::is_assignable_v<decltype(Account::name)&, int>, "a number is no text");
static_assert(!std::is_assignable_v<decltype(Account::balance)&, double>,
              "money never comes from binary floating point");

}  // namespace everyday
