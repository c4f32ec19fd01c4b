#include "neon/http.hpp"

#include <array>
#include <cctype>
#include <curl/curl.h>
#include <mutex>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::neon {

namespace {

struct Cleanup {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

void start_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
            throw OperationalError("libcurl cannot be started");
        }
    });
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
    if (const auto code = curl_easy_setopt(handle, option, value); code != CURLE_OK) {
        throw OperationalError(fmt::format("libcurl refuses an option: {}", curl_easy_strerror(code)));
    }
}

std::size_t append(const char* data, std::size_t size, std::size_t count, void* body) noexcept {
    try {
        static_cast<std::string*>(body)->append(data, size * count);
        return size * count;
    } catch (...) {
        return 0;  // libcurl then ends the call with an error
    }
}

}  // namespace

struct Http::Handles {
    std::unique_ptr<CURL, Cleanup> easy;
    std::unique_ptr<curl_slist, Cleanup> headers;
    std::array<char, CURL_ERROR_SIZE> error{};

    void add_header(const std::string& line) {
        auto* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        static_cast<void>(headers.release());
        headers.reset(longer);
    }
};

Http::Http(std::string_view token, double timeout) : handles_(std::make_unique<Handles>()) {
    start_library();
    handles_->easy.reset(curl_easy_init());
    if (!handles_->easy) {
        throw std::bad_alloc();
    }
    handles_->add_header(fmt::format("Authorization: Bearer {}", token));
    handles_->add_header("Content-Type: application/json");
    handles_->add_header("Accept: application/json");
    auto* const easy = handles_->easy.get();
    set(easy, CURLOPT_HTTPHEADER, handles_->headers.get());
    set(easy, CURLOPT_ERRORBUFFER, handles_->error.data());
    set(easy, CURLOPT_WRITEFUNCTION, &append);
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout * 1000));
    set(easy, CURLOPT_NOSIGNAL, 1L);
    // A redirection must not take the key elsewhere.
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_PROTOCOLS_STR, "https,http");
}

Http::~Http() = default;

Response Http::send(const Request& request) {
    auto* const easy = handles_->easy.get();
    Response response;
    set(easy, CURLOPT_URL, request.url.c_str());
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&response.body));
    // A POST without a body has a length of 0; of the other calls none has a body.
    if (request.method == "POST") {
        set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    } else {
        set(easy, CURLOPT_HTTPGET, 1L);
    }
    handles_->error.front() = '\0';
    if (const auto code = curl_easy_perform(easy); code != CURLE_OK) {
        ErrorDetails details;
        details.driver = "neon";
        details.message =
            fmt::format("no answer from Neon's API: {}",
                        handles_->error.front() != '\0' ? handles_->error.data() : curl_easy_strerror(code));
        details.hint = "check that the network is there, and base_url if it was given";
        details.retryable = request.method == "GET";
        throw OperationalError(std::move(details));
    }
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response.status);
    return response;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
            std::string_view("-._~").find(letter) != std::string_view::npos) {
            out += letter;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return out;
}

}  // namespace athanor::neon
