#include "csv_reader.hpp"

#include <string_view>

namespace budget {

CsvReader::CsvReader(std::istream& in) : in_(in), buffer_(std::size_t{1} << 16) { skip_byte_order_mark(); }

int CsvReader::peek() {
    if (at_ == filled_) {
        in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        filled_ = static_cast<std::size_t>(in_.gcount());
        at_ = 0;
        if (filled_ == 0) {
            return end_of_file;
        }
    }
    return static_cast<unsigned char>(buffer_[at_]);
}

int CsvReader::get() {
    const int c = peek();
    if (c != end_of_file) {
        ++at_;
        ++bytes_;
    }
    return c;
}

void CsvReader::skip_byte_order_mark() {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (peek() != end_of_file && std::string_view(buffer_.data(), filled_).starts_with(mark)) {
        at_ = mark.size();
        bytes_ = mark.size();
    }
}

bool CsvReader::next() {
    while (peek() != end_of_file) {
        ++row_;
        used_ = 0;
        length_ = 0;
        problem_.clear();
        read_record();
        if (used_ > 1 || !fields_[0].empty() || !problem_.empty()) {
            return true;
        }
    }
    return false;
}

void CsvReader::begin_field() {
    if (used_ == fields_.size()) {
        fields_.emplace_back();
    }
    fields_[used_++].clear();
}

bool CsvReader::has_room() {
    if (++length_ > max_record) {
        problem_ = "is longer than 1 MiB: is a quote not closed?";
        return false;
    }
    return true;
}

void CsvReader::append(char c) {
    if (has_room()) {
        fields_[used_ - 1].push_back(c);
    }
}

void CsvReader::read_record() {
    begin_field();
    bool at_start = true;  // of a field: only there a quote opens
    for (int c = get();; c = get()) {
        if (c == end_of_file || c == '\n' || (c == '\r' && (peek() == '\n' || peek() == end_of_file))) {
            if (c == '\r') {
                static_cast<void>(get());
            }
            return;
        }
        if (c == ',') {
            // Counted as well: a million empty fields take more memory than a million letters.
            if (has_room()) {
                begin_field();
            }
            at_start = true;
        } else if (c == '"' && at_start) {
            read_quoted();
            at_start = false;
            const int behind = peek();
            if (behind != ',' && behind != '\n' && behind != '\r' && behind != end_of_file && problem_.empty()) {
                problem_ = "has text behind a closing quote: a quote inside a quoted field is written twice";
            }
        } else {
            append(static_cast<char>(c));
            at_start = false;
        }
    }
}

void CsvReader::read_quoted() {
    for (int c = get(); c != end_of_file; c = get()) {
        if (c != '"') {
            append(static_cast<char>(c));
        } else if (peek() == '"') {
            append(static_cast<char>(get()));
        } else {
            return;
        }
    }
    if (problem_.empty()) {
        problem_ = "has a quote that is never closed";
    }
}

}  // namespace budget
