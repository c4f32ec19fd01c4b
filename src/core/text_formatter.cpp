#include <fmt/format.h>

#include <athanor/core/text_formatter.hpp>

namespace athanor::detail {

auto TextFormatter::write(std::string_view text, fmt::format_context& context) const -> fmt::format_context::iterator {
    return fmt::formatter<fmt::string_view>::format(fmt::string_view(text.data(), text.size()), context);
}

}  // namespace athanor::detail
