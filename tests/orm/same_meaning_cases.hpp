#pragma once

// What has to mean the same on every database: sums, scales, patterns, lengths.

#include "session_api_cases.hpp"

namespace session_api {

template <class Database>
class SameMeaning : public SessionApi<Database> {};
TYPED_TEST_SUITE_P(SameMeaning);

TYPED_TEST_P(SameMeaning, TheDatabaseSumsGroupsAndOrders) {
    Session session(this->engine);
    auto& e = Expense::columns();
    auto& c = Category::columns();
    auto nothing =
        session.execute(select(func::sum(e.amount), func::count(e.id), func::avg(e.amount), func::max(e.day))).one();
    EXPECT_EQ(nothing, std::make_tuple(std::optional<Decimal>(), std::int64_t{0}, std::optional<Decimal>(),
                                       std::optional<Date>()));
    auto food = session.add(Category{.name = "Food"});
    auto fun = session.add(Category{.name = "Fun"});
    auto rent = session.add(Category{.name = "Rent"});
    session.add(Expense{.description = "a", .amount = "0.10"_dec, .category = food});
    session.add(Expense{.description = "b", .amount = "0.20"_dec, .category = food});
    session.add(Expense{.description = "c", .amount = "10.00"_dec, .category = fun});
    auto rows = session
                    .execute(select(c.name, func::sum(e.amount).label("total"), func::count(e.id))
                                 .join(c.expenses)
                                 .group_by(c.name)
                                 .having(func::count(e.id) > 0)
                                 .order_by(func::sum(e.amount).desc(), c.name))
                    .all();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0], std::make_tuple(std::string("Fun"), "10.00"_dec, std::int64_t{1}));
    EXPECT_EQ(rows[1], std::make_tuple(std::string("Food"), "0.30"_dec, std::int64_t{2}));
    auto left =
        session.execute(select(c.name, func::sum(e.amount)).outerjoin(c.expenses).group_by(c.name).order_by(c.name))
            .all();
    EXPECT_EQ(left.size(), 3u);
    EXPECT_EQ(std::get<1>(left[2]), std::nullopt);
    EXPECT_EQ(session.scalar(select(func::avg(e.amount))),
              std::optional("3.433333333"_dec).value().rounded(8, Rounding::half_up));
    EXPECT_EQ(session.scalars(select(c.name).distinct().order_by(c.name.desc())).all(),
              (std::vector<std::string>{"Rent", "Fun", "Food"}));
    (void)rent;
}

TYPED_TEST_P(SameMeaning, ArithmeticAndComparisonKeepTheScale) {
    Session session(this->engine);
    session.add(Expense{.description = "a", .amount = "1.50"_dec});
    session.add(Expense{.description = "b", .amount = "10.00"_dec});
    session.commit();
    auto& e = Expense::columns();
    auto& x = Everything::columns();
    const auto names = [&](const auto& condition) {
        std::string result;
        for (auto& name : session.scalars(select(e.description).where(condition).order_by(e.amount)))
            result += name;
        return result;
    };
    EXPECT_EQ(names(e.amount > 9), "b");
    EXPECT_EQ(names(e.amount == "1.5"_dec), "a");
    EXPECT_EQ(names(e.amount > "1.499"_dec), "ab") << "a literal with more digits than the column";
    EXPECT_EQ(names(e.amount > "1.501"_dec), "b");
    EXPECT_EQ(names(e.amount.between("1.499"_dec, 2)), "a");
    EXPECT_EQ(names(e.amount.in_({"1.50"_dec, "3"_dec})), "a");
    EXPECT_EQ(names(e.amount * e.amount == "2.25"_dec), "a");
    EXPECT_EQ(names(e.amount + "0.005"_dec == "1.505"_dec), "a");
    EXPECT_EQ(names(-e.amount < -5), "b");
    EXPECT_EQ(session.scalars(select(e.amount * 2 + 1).order_by(e.amount)).all(),
              (std::vector<Decimal>{"4.00"_dec, "21.00"_dec}));
    EXPECT_EQ(session.scalars(select(e.amount / 3).order_by(e.amount)).all(),
              (std::vector<Decimal>{"0.50000000"_dec, "3.33333333"_dec}));
    session.add(Everything{.code = "m", .money = "1.5000"_dec});
    EXPECT_EQ(session.scalar(select(e.description).join(x, e.amount == x.money)), std::optional<std::string>("a"))
        << "columns of different scale";
}

TYPED_TEST_P(SameMeaning, MoneyIsExact) {
    Session session(this->engine);
    auto& e = Expense::columns();
    for (int i = 0; i < 10000; ++i)
        session.add(Expense{.description = "x", .amount = "0.10"_dec});
    session.commit();
    EXPECT_EQ(session.scalar(select(func::sum(e.amount))), std::optional("1000.00"_dec));
    session.add(Expense{.description = "x", .amount = "12.345"_dec});
    EXPECT_THROW(session.commit(), DataError);
    session.rollback();
    session.add(Expense{.description = "x", .amount = "9999999999.99"_dec + "0.01"_dec});
    EXPECT_THROW(session.commit(), DataError);
    session.rollback();
    session.add(Expense{.description = "x", .amount = "9999999999.99"_dec});
    session.commit();
    EXPECT_EQ(session.scalar(select(func::max(e.amount))), std::optional("9999999999.99"_dec));
    EXPECT_THROW((void)session.execute(update<Expense>().where(e.amount > 100).values(e.amount, e.amount + "0.01"_dec)),
                 DBAPIError)
        << "the column's precision holds for sums made by the database too";
    session.rollback();
    EXPECT_EQ(session.template query<Expense>().count(), 10001);
}

TYPED_TEST_P(SameMeaning, LikeDistinguishesCaseAndIlikeDoesNot) {
    Session session(this->engine);
    for (const char* text : {"Coffee", "coffee", "Äpfel", "50% off", "a_b", "axb"})
        session.add(Expense{.description = text, .amount = 1});
    auto& e = Expense::columns();
    const auto count = [&](const auto& condition) {
        return session.template query<Expense>().filter(condition).count();
    };
    EXPECT_EQ(count(e.description.like("coffee")), 1);
    EXPECT_EQ(count(e.description.like("C%")), 1);
    EXPECT_EQ(count(e.description.ilike("COFF%")), 2);
    EXPECT_EQ(count(e.description.ilike("äPFEL")), 1);
    EXPECT_EQ(count(e.description.like("a\\_b")), 1);
    EXPECT_EQ(count(e.description.contains("_")), 1);
    EXPECT_EQ(count(e.description.contains("0%")), 1);
    EXPECT_EQ(count(e.description.startswith("a")), 2);
    EXPECT_EQ(count(e.description.not_like("%ff%")), 3);
}

TYPED_TEST_P(SameMeaning, LengthsCountCharactersAndAreCheckedBeforeTheDatabaseIsAsked) {
    Session session(this->engine);
    session.add(Expense{.description = "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", .amount = 1});
    session.commit();
    const auto before = this->round_trips();
    session.add(Expense{.description = "123456789012345678901", .amount = 1});
    try {
        session.commit();
        FAIL() << "21 characters do not fit into 20";
    } catch (const DataError& error) {
        EXPECT_THAT(error.what(), ::testing::AllOf(::testing::HasSubstr("Expense.description"),
                                                   ::testing::HasSubstr("21"), ::testing::HasSubstr("20")));
    }
    EXPECT_EQ(this->round_trips(), before);
    session.rollback();
    session.add(Expense{.description = std::string("a\0b", 3), .amount = 1});
    EXPECT_THROW(session.commit(), DataError);
    session.rollback();
    session.add(Expense{.description = "\xff\xfe", .amount = 1});
    EXPECT_THROW(session.commit(), DataError);
}

REGISTER_TYPED_TEST_SUITE_P(SameMeaning, TheDatabaseSumsGroupsAndOrders, ArithmeticAndComparisonKeepTheScale,
                            MoneyIsExact, LikeDistinguishesCaseAndIlikeDoesNot,
                            LengthsCountCharactersAndAreCheckedBeforeTheDatabaseIsAsked);

}  // namespace session_api
