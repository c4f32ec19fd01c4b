#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/value.hpp>

#include "core/quoting.hpp"

namespace athanor {

namespace {

constexpr std::array<std::string_view, 10> kind_names{"NULL", "boolean", "integer", "real",      "decimal",
                                                      "text", "bytes",   "date",    "date-time", "uuid"};
static_assert(kind_names.size() == std::variant_size_v<Value::Variant>);

template <class T>
const T& get(const Value& value, ValueKind wanted) {
    if (const auto* content = std::get_if<T>(&value.variant())) {
        return *content;
    }
    throw InvalidRequestError(
        fmt::format("a value of kind {} was asked for its {}", to_string(value.kind()), to_string(wanted)),
        "ask kind() first");
}

/// The bytes follow the rule for text: what exceeds the limit is counted.
std::string describe(const Bytes& bytes) {
    constexpr std::size_t limit = 300;
    const std::size_t shown = std::min(bytes.size(), limit);
    auto text = fmt::format("x'{}'", to_hex(std::span(bytes).first(shown)));
    if (bytes.size() > shown) {
        text += fmt::format("... ({} more bytes)", bytes.size() - shown);
    }
    return text;
}

struct Describe {
    std::string operator()(std::monostate) const { return "NULL"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return detail::quote_for_log(value); }
    std::string operator()(const Bytes& value) const { return describe(value); }
    template <class T>
    std::string operator()(const T& value) const {
        return value.to_string();
    }
};

struct Hash {
    std::size_t operator()(std::monostate) const noexcept { return 0; }
    std::size_t operator()(const Bytes& value) const noexcept {
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(value.data()), value.size()});
    }
    template <class T>
    std::size_t operator()(const T& value) const noexcept {
        return std::hash<T>()(value);
    }
};

}  // namespace

Value::Value() noexcept = default;
Value::Value(std::nullptr_t) noexcept {}
Value::Value(std::nullopt_t) noexcept {}
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;
Value::Value(const Decimal& value) noexcept : content_(value) {}
Value::Value(std::string value) noexcept : content_(std::move(value)) {}
Value::Value(std::string_view value) : content_(std::in_place_type<std::string>, value) {}
Value::Value(const char* value) : content_(std::in_place_type<std::string>, value) {}
Value::Value(Bytes value) noexcept : content_(std::move(value)) {}
Value::Value(Date value) noexcept : content_(value) {}
Value::Value(DateTime value) noexcept : content_(value) {}
Value::Value(const Uuid& value) noexcept : content_(value) {}
Value::Value(std::in_place_t, bool value) noexcept : content_(value) {}
Value::Value(std::in_place_t, std::int64_t value) noexcept : content_(value) {}
Value::Value(std::in_place_t, double value) noexcept : content_(value) {}

bool Value::equals(const Value& other) const noexcept { return content_ == other.content_; }

std::string_view to_string(ValueKind kind) noexcept { return kind_names[static_cast<std::size_t>(kind)]; }

bool Value::as_bool() const { return get<bool>(*this, ValueKind::boolean); }
std::int64_t Value::as_int64() const { return get<std::int64_t>(*this, ValueKind::integer); }
double Value::as_double() const { return get<double>(*this, ValueKind::real); }
const Decimal& Value::as_decimal() const { return get<Decimal>(*this, ValueKind::decimal); }
const std::string& Value::as_string() const { return get<std::string>(*this, ValueKind::text); }
const Bytes& Value::as_bytes() const { return get<Bytes>(*this, ValueKind::bytes); }
Date Value::as_date() const { return get<Date>(*this, ValueKind::date); }
DateTime Value::as_date_time() const { return get<DateTime>(*this, ValueKind::date_time); }
const Uuid& Value::as_uuid() const { return get<Uuid>(*this, ValueKind::uuid); }

std::string Value::to_string() const { return std::visit(Describe{}, content_); }

void Value::throw_too_large() {
    throw DataError("an unsigned number is above the largest integer of SQL, 9223372036854775807",
                    "store it as a Decimal");
}

}  // namespace athanor

std::size_t std::hash<athanor::Value>::operator()(const athanor::Value& value) const noexcept {
    return std::visit(athanor::Hash{}, value.variant()) ^ (static_cast<std::size_t>(value.kind()) << 59);
}
