#include <atomic>

#include <athanor/sql/compiled.hpp>

namespace athanor::sql {

std::uint64_t Compiled::next_id() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace athanor::sql
