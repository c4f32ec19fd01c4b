#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>
#include <athanor/core/error.hpp>

#include "core/dotenv_parser.hpp"

namespace athanor {

namespace {

std::string read_file(const std::filesystem::path& path) {
    const auto complain = [&](std::string_view why) {
        throw ArgumentError(fmt::format("the .env file \"{}\" cannot be read: {}", path.string(), why));
    };
    if (std::filesystem::is_directory(path)) {
        complain("it is a directory");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        complain(std::generic_category().message(errno));
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int load_dotenv(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return 0;
    }
    int count = 0;
    for (const auto& [name, value] : detail::parse_dotenv(read_file(path))) {
        if (std::getenv(name.c_str()) != nullptr) {
            continue;
        }
        if (setenv(name.c_str(), value.c_str(), 0) != 0) {
            throw Error(fmt::format("the environment variable {} cannot be set: {}", name,
                                    std::generic_category().message(errno)));
        }
        ++count;
    }
    return count;
}

std::optional<std::string> env(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

std::string env(std::string_view name, std::string_view fallback) { return env(name).value_or(std::string(fallback)); }

}  // namespace athanor
