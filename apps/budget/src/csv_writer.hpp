#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace budget {

/// Appends one CSV record and a line feed; fields are quoted where RFC 4180 asks for it, and where blanks at their ends
/// might be lost.
void append_csv(std::string& out, std::initializer_list<std::string_view> fields);

}  // namespace budget
