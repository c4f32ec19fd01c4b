#include <fmt/format.h>

#include <athanor/schema/type.hpp>

namespace athanor {

std::string to_string(const Type& type) {
    switch (type.kind) {
    case TypeKind::null:
        return "null";
    case TypeKind::boolean:
        return "boolean";
    case TypeKind::integer:
        return "integer";
    case TypeKind::big_integer:
        return "big_integer";
    case TypeKind::real:
        return "real";
    case TypeKind::text:
        return type.length == 0 ? "text" : fmt::format("text({})", type.length);
    case TypeKind::bytes:
        return "bytes";
    case TypeKind::numeric:
        return type.precision == 0 ? "numeric" : fmt::format("numeric({}, {})", type.precision, type.scale);
    case TypeKind::date:
        return "date";
    case TypeKind::date_time:
        return "date_time";
    case TypeKind::uuid:
        return "uuid";
    }
    return "unknown";
}

}  // namespace athanor
