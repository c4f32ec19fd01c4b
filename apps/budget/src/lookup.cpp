#include "lookup.hpp"

#include <fmt/format.h>

#include <athanor/core/text.hpp>

#include <budget/validation.hpp>

namespace budget {

std::string suggestion(std::string_view name, std::span<const std::string> known, std::string_view otherwise) {
    if (const auto near = athanor::nearest(name, known)) {
        return fmt::format("did you mean {}?", in_quotes(*near));
    }
    return std::string(otherwise);
}

}  // namespace budget
