#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "csv_reader.hpp"
#include "csv_writer.hpp"

namespace {

using budget::CsvReader;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Records = std::vector<std::vector<std::string>>;

Records read_all(const std::string& text) {
    std::istringstream in(text);
    CsvReader reader(in);
    Records records;
    while (reader.next()) {
        EXPECT_EQ(reader.problem(), "") << "row " << reader.row();
        records.emplace_back(reader.fields().begin(), reader.fields().end());
    }
    EXPECT_EQ(reader.bytes(), text.size());
    return records;
}

std::string problem_of_second_record(const std::string& text) {
    std::istringstream in(text);
    CsvReader reader(in);
    EXPECT_TRUE(reader.next());
    EXPECT_TRUE(reader.next());
    return reader.problem();
}

TEST(CsvReader, ReadsFieldsAndLines) { EXPECT_EQ(read_all("a,b\n1,2\n"), (Records{{"a", "b"}, {"1", "2"}})); }

TEST(CsvReader, NeedsNoLineBreakAtTheEnd) { EXPECT_EQ(read_all("a,b\n1,2"), (Records{{"a", "b"}, {"1", "2"}})); }

TEST(CsvReader, TakesCrLfAndAByteOrderMark) {
    EXPECT_EQ(read_all("\xef\xbb\xbf"
                       "a,b\r\n1,2\r\n"),
              (Records{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_all("a\r\n1\r"), (Records{{"a"}, {"1"}}));
}

TEST(CsvReader, KeepsACarriageReturnInsideALine) { EXPECT_EQ(read_all("a\rb,c\n"), (Records{{"a\rb", "c"}})); }

TEST(CsvReader, ReadsQuotedCommasQuotesAndLineBreaks) {
    EXPECT_EQ(read_all("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\nx,y,z\n"),
              (Records{{"a,b", "say \"hi\"", "two\r\nlines"}, {"x", "y", "z"}}));
}

TEST(CsvReader, KeepsEmptyFieldsAndBlanks) { EXPECT_EQ(read_all(",\"\", x ,\n"), (Records{{"", "", " x ", ""}})); }

TEST(CsvReader, TakesAQuoteInsideAnUnquotedFieldAsItIs) {
    EXPECT_EQ(read_all("6\" pipe,2\n"), (Records{{"6\" pipe", "2"}}));
}

TEST(CsvReader, LeavesOutBlankLinesButCountsThem) {
    std::istringstream in("a\n\n\r\nb\n");
    CsvReader reader(in);
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.row(), 1u);
    ASSERT_TRUE(reader.next());
    EXPECT_THAT(reader.fields(), ElementsAre("b"));
    EXPECT_EQ(reader.row(), 4u);
    EXPECT_FALSE(reader.next());
}

TEST(CsvReader, AnEmptyFileHasNoRecord) {
    EXPECT_EQ(read_all(""), Records{});
    EXPECT_EQ(read_all("\xef\xbb\xbf"), Records{});
    EXPECT_EQ(read_all("\n\n"), Records{});
}

TEST(CsvReader, ReportsAQuoteThatIsNeverClosed) {
    EXPECT_THAT(problem_of_second_record("a,b\n1,\"2\n3,4\n"), HasSubstr("never closed"));
}

TEST(CsvReader, ReportsTextBehindAClosingQuoteAndGoesOnWithTheNextLine) {
    std::istringstream in("a,b\n\"1\"x,2\n3,4\n");
    CsvReader reader(in);
    ASSERT_TRUE(reader.next());
    ASSERT_TRUE(reader.next());
    EXPECT_THAT(reader.problem(), HasSubstr("behind a closing quote"));
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.problem(), "");
    EXPECT_THAT(reader.fields(), ElementsAre("3", "4"));
}

TEST(CsvReader, DoesNotKeepARecordOfMoreThanAMebibyte) {
    const std::string huge(CsvReader::max_record + 5, 'x');
    EXPECT_THAT(problem_of_second_record("a\n" + huge + "\n"), HasSubstr("longer than 1 MiB"));
    EXPECT_THAT(problem_of_second_record("a\n\"" + huge), HasSubstr("longer than 1 MiB"));
    EXPECT_THAT(problem_of_second_record("a\n" + std::string(CsvReader::max_record + 5, ',') + "\n"),
                HasSubstr("longer than 1 MiB"));
    EXPECT_EQ(problem_of_second_record("a\n" + std::string(CsvReader::max_record, 'x') + "\n"), "");
}

TEST(CsvReader, ReadsRecordsAcrossItsBuffer) {
    std::string text;
    Records expected;
    for (int i = 0; i < 20'000; ++i) {
        text += "\"" + std::to_string(i) + ",\"\"\",é\r\n";
        expected.push_back({std::to_string(i) + ",\"", "é"});
    }
    EXPECT_EQ(read_all(text), expected);
}

TEST(CsvWriter, WritesWhatTheReaderReadsBack) {
    const std::vector<std::string> fields{"plain", "a,b", "say \"hi\"", "two\nlines", " blanks ",
                                          "",      "é",   "\r",         "'; --"};
    std::string text;
    budget::append_csv(
        text, {fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8]});
    EXPECT_EQ(text, "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" blanks \",,é,\"\r\",'; --\n");
    EXPECT_EQ(read_all(text), Records{fields});
}

}  // namespace
