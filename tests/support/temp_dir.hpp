#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <system_error>

namespace athanor::testing {

/// A new, empty folder for one test, removed with all it holds at the end of its life.
/// Throws std::system_error when the folder cannot be made, std::runtime_error when a file cannot be read or written.
class TempDir {
public:
    TempDir() {
        std::string name = (std::filesystem::temp_directory_path() / "athanor-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), "cannot make a temporary folder like " + name);
        }
        path_ = name;
    }

    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    /// The folder's absolute path.
    const std::filesystem::path& path() const { return path_; }

    /// The absolute path of a file in the folder; the file need not exist.
    std::filesystem::path operator/(std::string_view file) const { return path_ / file; }

    /// A SQLite URL for a database file in the folder.
    std::string sqlite_url(std::string_view file = "test.db") const { return "sqlite:///" + (path_ / file).string(); }

    /// Writes `content` byte for byte to a file in the folder and returns the file's absolute path.
    std::filesystem::path write(std::string_view file, std::string_view content) const {
        const auto target = path_ / file;
        std::ofstream stream(target, std::ios::binary);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        stream.close();
        if (!stream) {
            throw std::runtime_error("cannot write " + target.string());
        }
        return target;
    }

    /// The bytes of a file in the folder.
    std::string read(std::string_view file) const {
        std::ifstream stream(path_ / file, std::ios::binary);
        if (!stream) {
            throw std::runtime_error("cannot read " + (path_ / file).string());
        }
        std::ostringstream content;
        content << stream.rdbuf();
        return std::move(content).str();
    }

private:
    std::filesystem::path path_;
};

}  // namespace athanor::testing
