#include <athanor/engine/binder.hpp>
#include <athanor/engine/copy.hpp>
#include <athanor/engine/cursor.hpp>
#include <athanor/engine/dialect.hpp>
#include <athanor/engine/driver.hpp>

namespace athanor {

Binder::~Binder() = default;
Parameters::~Parameters() = default;
Cursor::~Cursor() = default;
RowSink::~RowSink() = default;
DriverConnection::~DriverConnection() = default;
CopySource::~CopySource() = default;
CopySink::~CopySink() = default;
CopySupport::~CopySupport() = default;
Dialect::~Dialect() = default;

std::vector<std::pair<std::string, std::string>> DriverConnection::facts() const { return {}; }
bool Dialect::pooled(const URL&, const EngineOptions&) const { return false; }
void RowSink::begin(const Cursor&) {}
CopySupport* DriverConnection::copy_support() noexcept { return nullptr; }
std::shared_ptr<const Dialect> Dialect::configured(const URL&, const EngineOptions&) const { return nullptr; }
std::span<const sql::Compiled> Dialect::transaction_settings() const { return {}; }

void Binder::value(const Value& value) {
    switch (value.kind()) {
    case ValueKind::null:
        return null();
    case ValueKind::boolean:
        return boolean(value.as_bool());
    case ValueKind::integer:
        return integer(value.as_int64());
    case ValueKind::real:
        return real(value.as_double());
    case ValueKind::decimal:
        return decimal(value.as_decimal());
    case ValueKind::text:
        return text(value.as_string());
    case ValueKind::bytes:
        return bytes(value.as_bytes());
    case ValueKind::date:
        return date(value.as_date());
    case ValueKind::date_time:
        return date_time(value.as_date_time());
    case ValueKind::uuid:
        return uuid(value.as_uuid());
    }
}

}  // namespace athanor
