#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace budget {

/// The base of what the services refuse, as opposed to what the database cannot do (athanor::Error). what() says what
/// is wrong, hint() what to do about it. Texts hold no control characters and no password.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message, std::string hint = "")
        : std::runtime_error(message), hint_(std::move(hint)) {}
    [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

private:
    std::string hint_;
};

/// No user, category, expense or file of that name or number.
class NotFoundError : public Error {
public:
    using Error::Error;
};

/// Something of that name is there already.
class DuplicateError : public Error {
public:
    using Error::Error;
};

/// Something else depends on it, so it cannot be changed or removed by itself.
class InUseError : public Error {
public:
    using Error::Error;
};

/// A value that the rules refuse.
class ValidationError : public Error {
public:
    using Error::Error;
};

/// It must be said whose expenses are meant.
class UserChoiceError : public Error {
public:
    using Error::Error;
};

/// The work was called off before it was done.
class CancelledError : public Error {
public:
    using Error::Error;
};

/// A row of an import that the rules refuse. The header is row 1.
struct Complaint {
    std::size_t row = 0;
    std::string text;
};

/// An import with rows that the rules refuse: nothing was written.
class ImportError : public ValidationError {
public:
    ImportError(const std::string& message, std::string hint, std::vector<Complaint> complaints, std::size_t total)
        : ValidationError(message, std::move(hint)), complaints_(std::move(complaints)), total_(total) {}
    /// The first hundred, in the order of the rows.
    [[nodiscard]] const std::vector<Complaint>& complaints() const noexcept { return complaints_; }
    [[nodiscard]] std::size_t total() const noexcept { return total_; }

private:
    std::vector<Complaint> complaints_;
    std::size_t total_;
};

}  // namespace budget
