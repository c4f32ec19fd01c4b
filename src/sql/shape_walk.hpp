#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <athanor/sql/shape.hpp>

#include "sql/slots.hpp"

namespace athanor::sql::detail {

/// The length to which a list of IN is filled up.
[[nodiscard]] std::size_t padded_size(std::size_t values) noexcept;

/// One pass over a statement in the order in which its SQL reads: writes the key and lists the values. The compiler
/// makes the same pass to know which parameter each literal is, so the two cannot disagree.
class ShapeWalk {
public:
    explicit ShapeWalk(Shape& shape) : shape_(shape) {}

    void statement(const Statement& statement);

    [[nodiscard]] const Slots& slots() const noexcept { return slots_; }

private:
    void select(const SelectBody& body);
    void write(const WriteBody& body);
    void expressions(const std::vector<ExpressionPtr>& list);
    void expression(const Expression& e);
    void assignment(const Assignment& assignment, const Table& table);
    void literal(const BindExpression& e, const Type& type);
    void list(const InExpression& e);
    void rows(const std::optional<std::int64_t>& limit);
    void source(const FromSource* source);

    bool known(const void* owner, const Type& type);
    void byte(unsigned value) { shape_.key.push_back(static_cast<char>(value)); }
    template <class Enum>
    void code(Enum value) {
        byte(static_cast<unsigned>(value));
    }
    void number(std::uint64_t value);
    void text(std::string_view text);
    void type(const Type& type);

    Shape& shape_;
    Slots slots_;
    std::vector<const FromSource*> sources_;
};

}  // namespace athanor::sql::detail
