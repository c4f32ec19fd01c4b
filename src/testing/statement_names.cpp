#include "testing/statement_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace athanor::testing::wire {

namespace {

constexpr std::size_t header = 5;

Refusal violation(std::string text) { return {std::move(text), "FATAL", "08P01"}; }

std::string text_at(const Head& head, std::size_t at) {
    const auto end = std::min(head.bytes.find('\0', at), head.bytes.size());
    return at < end ? head.bytes.substr(at, end - at) : "";
}

void replace_at(Head& head, std::size_t at, std::size_t old_length, std::string_view text) {
    head.bytes.replace(at, old_length, text);
    head.total += text.size();
    head.total -= old_length;
    write_number(head.bytes, 1, static_cast<std::uint32_t>(head.total - 1));
}

bool is_tracked(std::string name) {
    static constexpr std::array<std::string_view, 6> tracked = {
        "client_encoding", "datestyle", "timezone", "standard_conforming_strings", "application_name", "intervalstyle"};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return std::find(tracked.begin(), tracked.end(), name) != tracked.end();
}

/// The first setting in "-c a=b -c c=d" that is not tracked.
std::optional<std::string> untracked_option(const std::string& options) {
    for (auto at = options.find("-c"); at != std::string::npos; at = options.find("-c", at)) {
        at = options.find_first_not_of(' ', at + 2);
        const auto end = std::min(options.find('=', std::min(at, options.size())), options.size());
        if (at == std::string::npos) {
            break;
        }
        auto name = options.substr(at, end - at);
        if (!is_tracked(name)) {
            return name;
        }
        at = end;
    }
    return {};
}

}  // namespace

std::optional<Refusal> StatementNames::add(Head& head) {
    const auto name = text_at(head, header);
    if (name.empty()) {
        return {};
    }
    const auto [found, added] = names_.emplace(name, "POOLER_" + std::to_string(count_));
    if (!added) {
        return violation("prepared statement name is already in use");
    }
    ++count_;
    replace_at(head, header, name.size(), found->second);
    return {};
}

std::optional<Refusal> StatementNames::use(Head& head, std::size_t at) {
    const auto name = text_at(head, at);
    if (name.empty()) {
        return {};
    }
    const auto found = names_.find(name);
    if (found == names_.end()) {
        return violation("prepared statement did not exist");
    }
    replace_at(head, at, name.size(), found->second);
    return {};
}

std::optional<Refusal> StatementNames::translate(Head& head) {
    const bool of_statement = head.bytes.size() > header && head.bytes[header] == 'S';
    switch (head.type) {
    case 'P':
        return add(head);
    case 'B':
        return use(head, header + text_at(head, header).size() + 1);
    case 'D':
        return of_statement ? use(head, header + 1) : std::nullopt;
    case 'C':
        if (of_statement) {
            const auto name = text_at(head, header + 1);
            if (const auto found = names_.find(name); found != names_.end()) {
                replace_at(head, header + 1, name.size(), found->second);
                names_.erase(found);
            }
        }
        return {};
    default:
        return {};
    }
}

void StatementNames::hear(const Head& answer) {
    if (answer.type == 'C') {
        const auto tag = text_at(answer, header);
        if (tag == "DEALLOCATE ALL" || tag == "DISCARD ALL") {
            names_.clear();
        }
    }
}

std::optional<Refusal> refused_parameter(const Head& startup) {
    for (std::size_t at = 8; at < startup.bytes.size() && startup.bytes[at] != '\0';) {
        const auto name = text_at(startup, at);
        at += name.size() + 1;
        const auto value = text_at(startup, at);
        at += value.size() + 1;
        if (name == "options") {
            if (const auto option = untracked_option(value)) {
                return violation("unsupported startup parameter in options: " + *option);
            }
        } else if (name != "user" && name != "database" && name != "replication" && !is_tracked(name)) {
            return violation("unsupported startup parameter: " + name);
        }
    }
    return {};
}

}  // namespace athanor::testing::wire
