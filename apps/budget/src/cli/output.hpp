#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace budget::cli {

/// Where data goes: a file, or stdout. Nothing is lost silently: every function throws Error when the system refuses.
class Output {
public:
    /// A file is opened, and what it held is dropped, with the first write.
    explicit Output(std::optional<std::string> file = std::nullopt);
    void write(std::string_view text);
    /// Call it last.
    void finish();

private:
    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    [[noreturn]] void fail(const char* what) const;
    std::FILE* stream();

    std::optional<std::string> name_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace budget::cli
