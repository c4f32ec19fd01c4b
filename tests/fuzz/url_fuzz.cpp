#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <athanor/core/error.hpp>
#include <athanor/core/url.hpp>

// A URL from anywhere is read so that it can be written and read again, or refused as an ArgumentError. What else
// comes out of it ends the run: libFuzzer keeps the input in a file crash-*.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto url = athanor::URL::parse({reinterpret_cast<const char*>(data), size});
        if (athanor::URL::parse(url.render(false)) != url) {
            std::abort();
        }
        // Hiding must not depend on what is in it.
        if (url.password && url.password->size() > 20 && url.host.empty() && url.query.empty() &&
            url.render().find(*url.password) != std::string::npos &&
            url.database.find(*url.password) == std::string::npos &&
            url.username.value_or("").find(*url.password) == std::string::npos) {
            std::abort();
        }
    } catch (const athanor::ArgumentError&) {
        return 0;
    }
    return 0;
}
