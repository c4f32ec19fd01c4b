// Names for check_names.cmake, which looks at this file as if it were in src/core: clang-tidy must complain about the
// lines that end in "wrong", and about no other.
#include <athanor/orm/names.hpp>

#define ATHANOR_TWICE(X) (2 * (X))
#define TWICE(X) (2 * (X))          // wrong
#define ATHANOR_twice(X) (2 * (X))  // wrong

namespace athanor {
namespace Detail {  // wrong

class Table {
public:
    int width() const { return width_; }
    int Height() const { return height; }  // wrong
    int column_count() { return static_cast<int>(sizeof(*this)); }
    int delete_() const { return width_; }
    static int defaultWidth() { return max_width; }  // wrong
    static constexpr int max_width = 3;
    static constexpr int MaxHeight = 4;  // wrong
    static constexpr int kLength = 5;    // wrong

protected:
    int depth_ = 0;
    int breadth = 0;  // wrong

private:
    int width_ = 0;
    int height = 0;     // wrong
    int rowCount_ = 0;  // wrong
};

class table_row {};    // wrong
struct columnRule {};  // wrong
struct Row_Rule {};    // wrong
union Either {
    int left;
    char right;
};
union either {  // wrong
    int left;
    char right;
};
enum class Action { keep, delete_, Drop };  // wrong
enum class colour { red };                  // wrong

template <class T>
concept Countable = sizeof(T) > 1;
template <class item>  // wrong
item first_of(item given);

struct Options {
    int max_size = 0;
    bool delete_ = false;
    int size_ = 0;    // wrong
    int maxSize = 0;  // wrong
    using value_type = int;
    using plain_t = int;
    using Row = int;
    using row = int;  // wrong
};

constexpr int max_rows = 4;
constexpr int MAX_ROWS = 4;  // wrong
const int MaxColumns = 4;    // wrong
int Counter = 0;             // wrong

int in_(int rows) { return rows; }
int delete_rows(int rows) {
    int Left = rows;                                                            // wrong
    const int LEFT = rows;                                                      // wrong
    static int leftOver = 0;                                                    // wrong
    const auto take = [&](int Some) { return Some + Left + LEFT + leftOver; };  // wrong
    return take(rows);
}
int deleteRow(int rows) { return rows; }             // wrong
int insert_row(int rowNumber) { return rowNumber; }  // wrong

}  // namespace Detail
}  // namespace athanor
