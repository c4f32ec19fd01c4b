#include "engine/other_urls.hpp"

#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/dialect.hpp>

namespace athanor::detail {

namespace {

constexpr std::string_view pooler_mark = "-pooler";

URL parsed(std::string_view option, const std::string& text, const URL& url) {
    URL other;
    try {
        other = make_url(text);
    } catch (const ArgumentError& error) {
        throw ArgumentError(fmt::format("{} cannot be read: {}", option, error.message()), error.hint());
    }
    if (other.dialect() != url.dialect()) {
        throw ArgumentError(
            fmt::format("{} leads to {}, and the engine's own URL to {}", option, other.dialect(), url.dialect()),
            "both must lead to the same data: correct one of them, or leave it out");
    }
    return other;
}

/// The URL without the mark of Neon's pooler in its host; nothing if it has none.
std::string without_mark(URL url) {
    const auto label = std::string_view(url.host).substr(0, url.host.find('.'));
    if (!label.ends_with(pooler_mark)) {
        return "";
    }
    url.host.erase(label.size() - pooler_mark.size(), pooler_mark.size());
    return url.to_string();
}

}  // namespace

void check_other_urls(const URL& url, const EngineOptions& options) {
    if (!options.direct_url.empty()) {
        static_cast<void>(parsed("direct_url", options.direct_url, url));
    }
    if (!options.reader_url.empty()) {
        static_cast<void>(parsed("reader_url", options.reader_url, url));
    }
}

URL reader_url(const URL& url, const EngineOptions& options) {
    return options.reader_url.empty() ? url : parsed("reader_url", options.reader_url, url);
}

EngineOptions reader_options(const EngineOptions& options) {
    EngineOptions own = options;
    own.reader_url.clear();
    own.direct_url.clear();
    return own;
}

URL direct_url(const Dialect& dialect, const URL& url, const EngineOptions& options, const char* what) {
    if (options.direct_url.empty()) {
        if (!dialect.pooled(url, options)) {
            return url;
        }
        const auto direct = without_mark(url);
        throw InvalidRequestError(
            fmt::format("{} needs a connection of its own to the server, and {} leads through a pooler, which may run "
                        "each transaction on another one",
                        what, url),
            direct.empty() ? "set EngineOptions::direct_url to the URL of the server without its pooler"
                           : fmt::format("set EngineOptions::direct_url to the URL without \"{}\" in its host: {}",
                                         pooler_mark, direct));
    }
    auto direct = parsed("direct_url", options.direct_url, url);
    EngineOptions own = options;
    own.pooler = Pooler::automatic;
    if (dialect.pooled(direct, own)) {
        throw InvalidRequestError(fmt::format("direct_url leads through a pooler as well: {}", direct),
                                  "give the URL of the server itself");
    }
    return direct;
}

}  // namespace athanor::detail
