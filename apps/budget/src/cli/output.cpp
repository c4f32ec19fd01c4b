#include "cli/output.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <budget/errors.hpp>
#include <budget/validation.hpp>

namespace budget::cli {

Output::Output(std::optional<std::string> file) : name_(std::move(file)) {}

void Output::fail(const char* what) const {
    const int code = errno;
    throw Error(fmt::format("cannot {} {}: {}", what, name_ ? in_quotes(*name_) : std::string("the output"),
                            std::generic_category().message(code)),
                "make room or choose another place, and run the command again");
}

std::FILE* Output::stream() {
    if (!name_) {
        return stdout;
    }
    if (!file_) {
        file_.reset(std::fopen(name_->c_str(), "wb"));
        if (!file_) {
            fail("open");
        }
    }
    return file_.get();
}

void Output::write(std::string_view text) {
    std::FILE* out = stream();
    if (std::fwrite(text.data(), 1, text.size(), out) != text.size()) {
        fail("write");
    }
}

void Output::finish() {
    if (std::fflush(stream()) != 0) {
        fail("write");
    }
    // Only closing tells of a full disk on some file systems.
    if (file_ && std::fclose(file_.release()) != 0) {
        fail("write");
    }
}

}  // namespace budget::cli
