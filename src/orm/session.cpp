#include <memory>

#include <athanor/orm/session.hpp>

namespace athanor {

ReadSession::ReadSession(const Engine& engine) : ReadSession(engine.reader(), SessionOptions{.autoflush = false}) {}

ReadSession::ReadSession(const Engine& engine, const SessionOptions& options)
    : core_(std::make_unique<detail::SessionCore>(engine, options)) {}

ReadSession::ReadSession(ReadSession&&) noexcept = default;
ReadSession& ReadSession::operator=(ReadSession&&) noexcept = default;
ReadSession::~ReadSession() = default;

}  // namespace athanor
