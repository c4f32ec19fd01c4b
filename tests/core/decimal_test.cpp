#include <cstdint>
#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/decimal.hpp>
#include <athanor/core/error.hpp>

namespace athanor {
namespace {

const std::string nines(38, '9');

template <class E, class F>
std::string message_of(F&& call) {
    try {
        call();
    } catch (const E& error) {
        return error.message();
    }
    return "nothing was thrown";
}

TEST(Decimal, IsSmallAndCopiedAsBytes) {
    static_assert(sizeof(Decimal) == 24);
    static_assert(std::is_trivially_copyable_v<Decimal>);
    EXPECT_EQ(Decimal().to_string(), "0");
}

TEST(Decimal, KeepsTheScaleAsWritten) {
    EXPECT_EQ(Decimal::parse("1.50").scale(), 2);
    EXPECT_EQ(Decimal::parse("1.50").to_string(), "1.50");
    EXPECT_EQ(Decimal::parse("+007").to_string(), "7");
    EXPECT_EQ(Decimal::parse("-0.05").to_string(), "-0.05");
    EXPECT_EQ(Decimal::parse("-0.00").to_string(), "0.00");
    EXPECT_EQ(Decimal::parse(nines).to_string(), nines);
    EXPECT_EQ(Decimal::parse("-0." + nines).to_string(), "-0." + nines);
    EXPECT_EQ(Decimal::parse("12345678901234567890.5").to_string(), "12345678901234567890.5");
    EXPECT_EQ(Decimal::parse("100000000000000000000000000000000000.01").to_string(),
              "100000000000000000000000000000000000.01");
    EXPECT_EQ(Decimal::parse(std::string(100, '0') + "1").to_string(), "1");
}

TEST(Decimal, RefusesWhatIsNotDigitsWithAtMostOnePoint) {
    for (const char* text : {"",   "+",   "-",   ".",    "1.",  ".5",  "1..2",     "1.2.3", "1e400", "1E2",     " 1",
                             "1 ", "--1", "+-1", "0x10", "1,5", "NaN", "Infinity", "abc",   "1_000", "\xD9\xA1"}) {
        EXPECT_FALSE(Decimal::try_parse(text)) << text;
        EXPECT_THROW(Decimal::parse(text), DataError) << text;
    }
    EXPECT_FALSE(Decimal::try_parse(std::string_view("1\0", 2)));
    EXPECT_EQ(message_of<DataError>([] { Decimal::parse("1e400"); }), "'1e400' is not a decimal number");
    EXPECT_EQ(message_of<DataError>([] { Decimal::parse(""); }), "'' is not a decimal number");
}

TEST(Decimal, RefusesA39thDigitInsteadOfRounding) {
    EXPECT_FALSE(Decimal::try_parse("1" + nines));
    EXPECT_FALSE(Decimal::try_parse("0.0" + nines));
    EXPECT_FALSE(Decimal::try_parse("1" + std::string(38, '0')));
    EXPECT_EQ(message_of<DataError>([] { Decimal::parse("1" + nines); }),
              "'1" + nines + "' has more than the 38 digits of a Decimal");
}

TEST(Decimal, LiteralIsAConstantOfTheCompiler) {
    constexpr auto price = "52.50"_dec;
    static_assert(price.scale() == 2 && price == Decimal::from_units(5250, 2));
    static_assert("-1.0"_dec == "-1.00"_dec);
    EXPECT_EQ(price.to_string(), "52.50");
}

template <class T>
concept CanBeDecimal = requires(T value) { Decimal(value); };

TEST(Decimal, ComesFromIntegersButNeverFromBinaryFloatingPointBoolOrCharacters) {
    static_assert(CanBeDecimal<int> && CanBeDecimal<unsigned> && CanBeDecimal<std::int8_t> && CanBeDecimal<long long>);
    static_assert(!CanBeDecimal<double> && !CanBeDecimal<float> && !CanBeDecimal<long double>);
    static_assert(!CanBeDecimal<bool> && !CanBeDecimal<char> && !CanBeDecimal<char32_t> && !CanBeDecimal<const char*>);
    EXPECT_EQ(Decimal(UINT64_MAX).to_string(), "18446744073709551615");
    EXPECT_EQ(Decimal(INT64_MIN).to_string(), "-9223372036854775808");
    EXPECT_EQ(Decimal(-1).to_string(), "-1");
    const Decimal assigned = 5;
    EXPECT_EQ(assigned, 5);
}

template <class A, class B>
concept CanDivide = requires(A a, B b) { a / b; };

TEST(Decimal, HasNoDivisionOperatorBecauseItWouldHaveToRound) {
    static_assert(!CanDivide<Decimal, Decimal> && !CanDivide<Decimal, int>);
    EXPECT_EQ(divide(1, 3, 4).to_string(), "0.3333");
    EXPECT_EQ(divide(2, 3, 4).to_string(), "0.6667");
    EXPECT_EQ(divide("-2.00"_dec, 3, 2).to_string(), "-0.67");
    EXPECT_EQ(divide(1, 8, 2, Rounding::half_up).to_string(), "0.13");
    EXPECT_EQ(divide(1, 8, 2, Rounding::half_even).to_string(), "0.12");
    EXPECT_EQ(divide(3, 8, 2, Rounding::half_even).to_string(), "0.38");
    EXPECT_EQ(divide(0, 7, 3).to_string(), "0.000");
    EXPECT_EQ(divide(1, Decimal::parse(nines), 38).to_string(), "0." + std::string(37, '0') + "1");
    EXPECT_EQ(divide(Decimal::parse(nines), Decimal::parse(nines), 37).to_string(), "1." + std::string(37, '0'));
}

TEST(Decimal, DividesDownToFewerDigitsThanTheOperandsHave) {
    EXPECT_EQ(divide("1.2345"_dec, 1, 2).to_string(), "1.23");
    EXPECT_EQ(divide("1.2350"_dec, 1, 2, Rounding::half_even).to_string(), "1.24");
    EXPECT_EQ(divide("1.2250"_dec, 1, 2, Rounding::half_even).to_string(), "1.22");
    EXPECT_EQ(divide("1.2251"_dec, 1, 2, Rounding::half_even).to_string(), "1.23");
    // The quotient of the coefficients ends in a 5 with a rest: above one half, though its digits look like a tie.
    EXPECT_EQ(divide("3.77"_dec, 3, 0, Rounding::half_even).to_string(), "1");
    EXPECT_EQ(divide("4.51"_dec, 3, 1, Rounding::half_even).to_string(), "1.5");
    EXPECT_EQ(divide("4.36"_dec, 3, 1, Rounding::half_even).to_string(), "1.5");
    EXPECT_EQ(divide("4.35"_dec, 3, 1, Rounding::half_even).to_string(), "1.4");
    EXPECT_EQ(divide(Decimal::parse("0." + nines), 1, 0).to_string(), "1");
}

TEST(Decimal, RefusesToDivideByZeroOrIntoMoreThan38Digits) {
    EXPECT_EQ(message_of<DataError>([] { divide("1.5"_dec, "0.00"_dec, 2); }), "1.5 cannot be divided by zero");
    EXPECT_THROW(divide(10, 1, 38), DataError);
    EXPECT_THROW(divide(Decimal::parse(nines), "0.1"_dec, 0), DataError);
    EXPECT_THROW(divide(7, 1, 38), DataError) << "39 digits may also overflow the 128 bits on the way";
    EXPECT_THROW(divide(1, 1, 39), ArgumentError);
}

TEST(Decimal, AddsExactlyAcrossScales) {
    EXPECT_EQ(("0.1"_dec + "0.2"_dec).to_string(), "0.3");
    EXPECT_EQ(("1.50"_dec + 2).to_string(), "3.50");
    EXPECT_EQ(("1"_dec - "0.001"_dec).to_string(), "0.999");
    EXPECT_EQ(("-1.5"_dec + "1.50"_dec).to_string(), "0.00");
    EXPECT_EQ(("1.5"_dec - "2.25"_dec).to_string(), "-0.75");
    Decimal sum;
    for (int i = 0; i < 10'000; ++i) {
        sum += "0.10"_dec;
    }
    EXPECT_EQ(sum.to_string(), "1000.00");
    sum -= "0.01"_dec;
    sum *= 2;
    EXPECT_EQ(sum.to_string(), "1999.98");
}

TEST(Decimal, GivesUpTrailingZerosBeforeItGivesUp) {
    EXPECT_EQ(Decimal::parse(nines) + "0.00"_dec, Decimal::parse(nines));
    EXPECT_EQ(Decimal::parse(nines) * "1.0"_dec, Decimal::parse(nines));
    EXPECT_EQ(Decimal::from_units(2, 30) * Decimal::from_units(5, 9), Decimal::from_units(1, 38));
}

TEST(Decimal, RefusesOverflowInsteadOfRounding) {
    const auto largest = Decimal::parse(nines);
    EXPECT_THROW(largest + 1, DataError);
    EXPECT_THROW(-largest - 1, DataError);
    EXPECT_THROW(largest + largest, DataError);
    EXPECT_THROW(largest + "0.1"_dec, DataError);
    EXPECT_THROW(largest * largest, DataError);
    EXPECT_THROW(largest * 2, DataError);
    EXPECT_THROW(Decimal::from_units(1, 20) * Decimal::from_units(1, 19), DataError);
    EXPECT_EQ(message_of<DataError>([&] { static_cast<void>(largest + 1); }),
              "a decimal result has more than 38 digits");
    EXPECT_EQ((largest + -1 + 1), largest);
}

TEST(Decimal, MultipliesExactly) {
    EXPECT_EQ(("1.5"_dec * "1.5"_dec).to_string(), "2.25");
    EXPECT_EQ(("-1.5"_dec * 2).to_string(), "-3.0");
    EXPECT_EQ((Decimal(INT64_MIN) * Decimal(INT64_MIN)).to_string(), "85070591730234615865843651857942052864");
    EXPECT_EQ((Decimal(UINT64_MAX) * Decimal(1'000'000'000'000)).to_string(), "18446744073709551615000000000000");
}

TEST(Decimal, ComparesByValueEvenWhereOneScaleCannotHoldBoth) {
    EXPECT_EQ("1.0"_dec, "1.00"_dec);
    EXPECT_NE("1.0"_dec, "1.01"_dec);
    EXPECT_LT("-1.5"_dec, "-1.49"_dec);
    EXPECT_LT("-0.1"_dec, "0.01"_dec);
    EXPECT_GT("0.1"_dec, "0.09999"_dec);
    EXPECT_GT("52.50"_dec, 50);
    EXPECT_LE(3, "3.0"_dec);
    EXPECT_GT(Decimal::parse(nines), Decimal::parse("0." + nines));
    EXPECT_LT(Decimal::parse("-" + nines), Decimal::parse("-0." + nines));
    EXPECT_LT(Decimal::parse("1." + std::string(36, '0')), Decimal::parse("1." + std::string(36, '0') + "1"));
}

TEST(Decimal, EqualValuesHaveEqualHashes) {
    std::unordered_set<Decimal> seen{"1.0"_dec, "1.00"_dec, 1, Decimal::parse("1." + std::string(37, '0'))};
    EXPECT_EQ(seen.size(), 1U);
    seen.insert({"10"_dec, "0.1"_dec, "-1"_dec});
    EXPECT_EQ(seen.size(), 4U);
}

TEST(Decimal, StoresAsUnitsOfItsScale) {
    EXPECT_EQ("52.5"_dec.units(2), 5250);
    EXPECT_EQ("-52.500"_dec.units(2), -5250);
    EXPECT_EQ(Decimal::from_units(-5250, 2).to_string(), "-52.50");
    EXPECT_EQ(Decimal::from_units(INT64_MIN, 0).units(0), INT64_MIN);
    EXPECT_EQ(message_of<DataError>([] { static_cast<void>("12.345"_dec.units(2)); }),
              "12.345 has more digits than the 2 after the point that are allowed");
    EXPECT_THROW(static_cast<void>("9223372036854775808"_dec.units(0)), DataError);
    EXPECT_THROW(static_cast<void>("-9223372036854775809"_dec.units(0)), DataError);
    EXPECT_THROW(static_cast<void>("92233720368547758.08"_dec.units(3)), DataError);
    EXPECT_THROW(Decimal::from_units(1, 39), ArgumentError);
    EXPECT_THROW(Decimal::from_units(1, -1), ArgumentError);
}

TEST(Decimal, IsBuiltFromA128BitCoefficient) {
    EXPECT_EQ(Decimal::from_int128(0, 5250, 2), "52.50"_dec);
    EXPECT_EQ(Decimal::from_int128(-1, UINT64_MAX, 0), -1);
    const auto largest = Decimal::parse("-" + nines);
    EXPECT_EQ(Decimal::from_int128(largest.coefficient_high(), largest.coefficient_low(), 0), largest);
    EXPECT_THROW(Decimal::from_int128(largest.coefficient() - 1, 0), DataError);
    EXPECT_THROW(Decimal::from_int128(INT64_MIN, 0, 0), DataError);
}

TEST(Decimal, RefusesAThirdDecimalPlaceInsteadOfRounding) {
    EXPECT_EQ("12.340"_dec.rescaled(2).to_string(), "12.34");
    EXPECT_EQ("12.3"_dec.rescaled(2).to_string(), "12.30");
    EXPECT_THROW(static_cast<void>("12.345"_dec.rescaled(2)), DataError);
    EXPECT_THROW(static_cast<void>(Decimal::parse(nines).rescaled(1)), DataError);
    EXPECT_EQ(Decimal().rescaled(38).to_string(), "0." + std::string(38, '0'));
}

TEST(Decimal, RoundsOnlyWhenToldTo) {
    EXPECT_EQ("2.345"_dec.rounded(2).to_string(), "2.35");
    EXPECT_EQ("-2.345"_dec.rounded(2).to_string(), "-2.35");
    EXPECT_EQ("2.345"_dec.rounded(2, Rounding::half_even).to_string(), "2.34");
    EXPECT_EQ("2.355"_dec.rounded(2, Rounding::half_even).to_string(), "2.36");
    EXPECT_EQ("2.3451"_dec.rounded(2, Rounding::half_even).to_string(), "2.35");
    EXPECT_EQ("0.5"_dec.rounded(0).to_string(), "1");
    EXPECT_EQ("0.5"_dec.rounded(0, Rounding::half_even).to_string(), "0");
    EXPECT_EQ("9.99"_dec.rounded(1).to_string(), "10.0");
    EXPECT_EQ("1.5"_dec.rounded(3).to_string(), "1.500");
    EXPECT_EQ("-0.4"_dec.rounded(0).to_string(), "0");
}

TEST(Decimal, KnowsWhetherANumericColumnHoldsIt) {
    EXPECT_EQ("0.00"_dec.digits(), 1);
    EXPECT_EQ("-12.50"_dec.digits(), 4);
    EXPECT_EQ(Decimal::parse(nines).digits(), 38);
    EXPECT_TRUE("9999999999.99"_dec.fits(12, 2));
    EXPECT_FALSE("10000000000.00"_dec.fits(12, 2));
    EXPECT_FALSE("10000000000"_dec.fits(12, 2));
    EXPECT_FALSE("12.345"_dec.fits(12, 2));
    EXPECT_TRUE("12.340"_dec.fits(4, 2));
    EXPECT_TRUE("0.50"_dec.fits(2, 2));
    EXPECT_FALSE("1.50"_dec.fits(2, 2));
    EXPECT_TRUE("0"_dec.fits(2, 2));
    EXPECT_FALSE(Decimal::parse(nines).fits(38, 1));
}

TEST(Decimal, NormalizedDropsZerosAfterThePointOnly) {
    EXPECT_EQ("1.500"_dec.normalized().to_string(), "1.5");
    EXPECT_EQ("100.00"_dec.normalized().to_string(), "100");
    EXPECT_EQ("-0.00"_dec.normalized().scale(), 0);
    EXPECT_EQ(Decimal::parse("-9999999999999999999999.5000000000").normalized().to_string(),
              "-9999999999999999999999.5");
}

TEST(Decimal, KnowsItsSign) {
    EXPECT_TRUE("0.00"_dec.is_zero());
    EXPECT_TRUE("-0.01"_dec.is_negative());
    EXPECT_FALSE("-0.00"_dec.is_negative());
    EXPECT_EQ("-1.5"_dec.abs(), "1.5"_dec);
    EXPECT_EQ(-"1.5"_dec, "-1.5"_dec);
}

TEST(Decimal, PrintsLikeAString) {
    EXPECT_EQ(fmt::format("{:>10}|{:<8}|{:.^9}|{}", "52.50"_dec, "1.5"_dec, Decimal(7), "-1"_dec),
              "     52.50|1.5     |....7....|-1");
    std::ostringstream out;
    out << "52.50"_dec;
    EXPECT_EQ(out.str(), "52.50");
}

TEST(Decimal, RefusesAPrecisionThatWouldCutDigitsOff) {
    EXPECT_THROW(static_cast<void>(fmt::format(fmt::runtime("{:.2}"), "52.50"_dec)), fmt::format_error);
    EXPECT_THROW(static_cast<void>(fmt::format(fmt::runtime("{:.2f}"), "52.50"_dec)), fmt::format_error);
}

}  // namespace
}  // namespace athanor
