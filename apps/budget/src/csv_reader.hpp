#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace budget {

/// Reads CSV (RFC 4180) record by record: fields in double quotes may hold commas, line breaks and doubled quotes. A
/// byte order mark at the start is left out; lines end in LF or CRLF, the last one need not; blank lines are left out.
/// A record is at most 1 MiB, so that a quote which is never closed does not fill the memory. Bytes are passed on as
/// they are.
class CsvReader {
public:
    static constexpr std::size_t max_record = std::size_t{1} << 20;

    /// The stream must outlive the reader, which reads ahead of what it returns.
    explicit CsvReader(std::istream& in);

    /// Reads the next record; false at the end.
    bool next();

    /// Its fields, valid until next().
    [[nodiscard]] std::span<const std::string> fields() const noexcept { return {fields_.data(), used_}; }
    /// What is malformed about it, or nothing. The fields of a malformed record mean nothing.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Its number, from 1, blank lines counted: what a spreadsheet shows.
    [[nodiscard]] std::size_t row() const noexcept { return row_; }
    /// How far it reaches into the stream.
    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

private:
    static constexpr int end_of_file = -1;
    int get();
    int peek();
    void skip_byte_order_mark();
    void begin_field();
    /// Counts one more character; what does not fit is read and left out.
    bool has_room();
    void append(char c);
    void read_record();
    /// Reads from behind the opening quote to behind the closing one.
    void read_quoted();

    std::istream& in_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    std::uint64_t bytes_ = 0;
    std::vector<std::string> fields_;  // more than used_ of them, so that their memory is used again
    std::size_t used_ = 0;
    std::size_t length_ = 0;
    std::size_t row_ = 0;
    std::string problem_;
};

}  // namespace budget
