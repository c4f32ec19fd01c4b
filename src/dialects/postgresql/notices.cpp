#include "dialects/postgresql/notices.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <libpq-fe.h>

#include <athanor/core/logging.hpp>

#include "dialects/postgresql/errors.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::string_view logger = "athanor.engine";

bool is_warning(const PGresult* notice) noexcept {
    const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    return severity != nullptr && std::string_view(severity) == "WARNING";
}

std::string shortened(std::string_view text) {
    if (text.size() <= Notices::max_bytes) {
        return std::string(text);
    }
    auto end = Notices::max_bytes;
    // Not in the middle of a character of UTF-8.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return fmt::format("{}… ({} bytes)", text.substr(0, end), text.size());
}

}  // namespace

void Notices::receive(void* self, const PGresult* notice) noexcept {
    try {
        static_cast<Notices*>(self)->take(notice);
    } catch (...) {  // a log that fails must not fail the statement
    }
}

void Notices::take(const PGresult* notice) {
    fatal_ = fatal_ || is_fatal(notice);
    if (++count_ > logged_per_list) {
        return;
    }
    if (const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)) {
        log(is_warning(notice) ? LogLevel::warning : LogLevel::info, logger, shortened(text));
    }
}

void Notices::end_list() noexcept {
    const auto left_out = count_ > logged_per_list ? count_ - logged_per_list : 0;
    count_ = 0;
    if (left_out == 0) {
        return;
    }
    try {
        log(LogLevel::info, logger, fmt::format("… and {} more notices of the server", left_out));
    } catch (...) {  // as above
    }
}

}  // namespace athanor::postgresql
