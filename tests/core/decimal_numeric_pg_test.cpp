// Decimal against PostgreSQL's numeric: the same random operations on both, compared digit by digit.

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/decimal.hpp>
#include <athanor/core/error.hpp>

#include "support/postgres.hpp"

namespace athanor {
namespace {

constexpr int cases_per_operation = 12'500;  // times 8 operations: 100,000

struct Case {
    Decimal a;
    Decimal b;
    int scale;
};

/// Lengths and scales of all sizes, often equal ones, so that carries, ties and overflows happen often.
class Generator {
public:
    Case next() {
        const auto a = number();
        const auto b = pick(0, 4) == 0 ? neighbour(a) : number();
        return {a, b, pick(0, 38)};
    }

private:
    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

    Decimal number() {
        std::string digits;
        const int length = pick(0, 2) == 0 ? pick(1, 38) : pick(1, 18);
        const char run = "0159"[pick(0, 3)];
        const bool runs = pick(0, 3) == 0;
        for (int i = 0; i < length; ++i) {
            digits += runs && pick(0, 9) != 0 ? run : static_cast<char>('0' + pick(0, 9));
        }
        const int scale = pick(0, 38);
        if (scale >= length) {
            digits.insert(0, static_cast<std::size_t>(scale - length + 1), '0');
        }
        if (scale > 0) {
            digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
        }
        return Decimal::parse(pick(0, 1) == 0 ? "-" + digits : digits);
    }

    Decimal neighbour(const Decimal& a) {
        const auto other = Decimal::try_parse(a.to_string() + (a.scale() == 0 ? ".0" : "0"));
        return pick(0, 1) == 0 ? -a : other.value_or(a);
    }

    std::mt19937_64 random_{20'251'122};
};

class DecimalNumeric : public ::testing::Test {
protected:
    void SetUp() override {
        for (int i = 0; i < cases_per_operation; ++i) {
            cases_.push_back(generator_.next());
        }
    }

    /// Has PostgreSQL compute an expression over a, b (numeric) and s (integer) for all cases in one statement.
    std::vector<std::string> ask(const std::string& expression) {
        std::string a = "{";
        std::string b = "{";
        std::string s = "{";
        for (const auto& each : cases_) {
            const char* comma = a.size() == 1 ? "" : ",";
            a += comma + each.a.to_string();
            b += comma + each.b.to_string();
            s += comma + std::to_string(each.scale);
        }
        a += "}";
        b += "}";
        s += "}";
        const auto rows =
            database_.rows("SELECT (" + expression + ")::text FROM unnest('" + a + "'::numeric[], '" + b +
                           "'::numeric[], '" + s + "'::int[]) WITH ORDINALITY AS t(a, b, s, n) ORDER BY n");
        std::vector<std::string> texts;
        for (const auto& row : rows) {
            texts.push_back(row.at(0).value());
        }
        EXPECT_EQ(texts.size(), cases_.size());
        return texts;
    }

    using Operation = std::function<Decimal(const Case&)>;

    /// A result that PostgreSQL has and Decimal refuses must be one that 38 digits cannot hold; all others agree. Where
    /// the scale is fixed, its zeros count as digits.
    void expect_same_numbers(const std::string& expression, const Operation& operation, bool fixed_scale = false) {
        const auto expected = ask(expression);
        ASSERT_EQ(expected.size(), cases_.size());
        int held = 0;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const auto& each = cases_[i];
            const auto context = expression + " a=" + each.a.to_string() + " b=" + each.b.to_string() +
                                 " s=" + std::to_string(each.scale);
            const auto reference = Decimal::try_parse(trimmed(expected[i]));
            try {
                const auto result = operation(each);
                ASSERT_TRUE(reference) << context << ": PostgreSQL says " << expected[i];
                ASSERT_EQ(trimmed(result.to_string()), trimmed(expected[i])) << context;
                ++held;
            } catch (const DataError&) {
                const bool held_by_38_digits = reference && (!fixed_scale || reference->fits(38, each.scale));
                ASSERT_FALSE(held_by_38_digits) << context << ": refused, but PostgreSQL says " << expected[i];
            }
        }
        EXPECT_GT(held, cases_per_operation / 4) << "most cases were refused: the test tests nothing";
    }

    static std::string trimmed(std::string text) {
        if (text.find('.') != std::string::npos) {
            text.erase(text.find_last_not_of('0') + 1);
            if (text.ends_with('.')) {
                text.pop_back();
            }
        }
        return text;
    }

    testing::PostgresDatabase database_;
    Generator generator_;
    std::vector<Case> cases_;
};

TEST_F(DecimalNumeric, PrintsAsPostgresqlDoes) {
    const auto expected = ask("a");
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        ASSERT_EQ(cases_[i].a.to_string(), expected[i]);
        ASSERT_EQ(Decimal::parse(expected[i]).scale(), cases_[i].a.scale());
    }
}

TEST_F(DecimalNumeric, AddsAsPostgresqlDoes) {
    expect_same_numbers("a + b", [](const Case& each) { return each.a + each.b; });
}

TEST_F(DecimalNumeric, SubtractsAsPostgresqlDoes) {
    expect_same_numbers("a - b", [](const Case& each) { return each.a - each.b; });
}

TEST_F(DecimalNumeric, MultipliesAsPostgresqlDoes) {
    expect_same_numbers("a * b", [](const Case& each) { return each.a * each.b; });
}

TEST_F(DecimalNumeric, ComparesAsPostgresqlDoes) {
    const auto expected = ask("sign(a - b)");
    int equal = 0;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        const auto order = cases_[i].a <=> cases_[i].b;
        const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
        ASSERT_EQ(std::to_string(sign), expected[i]) << cases_[i].a << " <=> " << cases_[i].b;
        ASSERT_EQ(cases_[i].a == cases_[i].b, sign == 0);
        if (sign == 0) {
            ASSERT_EQ(std::hash<Decimal>()(cases_[i].a), std::hash<Decimal>()(cases_[i].b));
            ++equal;
        }
    }
    EXPECT_GT(equal, 100);
}

TEST_F(DecimalNumeric, RoundsHalfUpAsPostgresqlDoes) {
    expect_same_numbers("round(a, least(s, scale(a)))", [](const Case& each) {
        return each.a.rounded(std::min(each.scale, each.a.scale()), Rounding::half_up);
    });
}

TEST_F(DecimalNumeric, RoundsHalfToEven) {
    // numeric has no half-even: it is half-up, corrected where the dropped part is exactly one half. Powers of ten are
    // cast from text, because power() and "/" choose a precision of their own.
    expect_same_numbers(
        "CASE WHEN abs(a - trunc(a, least(s, scale(a)))) * 2 = ('1e-' || least(s, scale(a)))::numeric "
        "THEN round(a * 0.5, least(s, scale(a))) * 2 ELSE round(a, least(s, scale(a))) END",
        [](const Case& each) { return each.a.rounded(std::min(each.scale, each.a.scale()), Rounding::half_even); });
}

TEST_F(DecimalNumeric, DividesAsPostgresqlDoes) {
    // PostgreSQL's own quotient has as many digits as it thinks useful, so whole numbers are divided: div() is exact.
    expect_same_numbers(
        "CASE WHEN b = 0 THEN 'NaN'::numeric ELSE sign(a) * sign(b) * "
        "div(abs(a) * ('1e' || s)::numeric * 2 + abs(b), abs(b) * 2) * ('1e-' || s)::numeric END",
        [](const Case& each) { return divide(each.a, each.b, each.scale); }, true);
}

}  // namespace
}  // namespace athanor
