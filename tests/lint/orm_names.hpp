#pragma once

// As names.cpp, but as if it were in include/athanor/orm, where the words of a mapping are types in lower case.

namespace athanor {

struct primary_key {};
template <int N>
struct length {};
template <int N>
struct Length_ {};  // wrong
class Mapper {
public:
    int column_count = 0;
    int columnCount = 0;  // wrong
    void add_column(int given) { column_ = given; }
    void addColumn(int given) { column_ = given; }    // wrong
    void add_columns(int Given) { column_ = Given; }  // wrong

private:
    int column_ = 0;
    int column = 0;  // wrong
};
class mapperRegistry {};  // wrong
using foreign_key = primary_key;
using Foreign_Key = primary_key;  // wrong
inline constexpr int max_members = 64;
inline constexpr int MaxMembers = 64;   // wrong
inline constexpr int MAX_MEMBERS = 64;  // wrong

}  // namespace athanor
