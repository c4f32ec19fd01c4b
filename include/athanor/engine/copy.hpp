#pragma once

#include <cstdint>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// Where the data of a COPY … FROM STDIN comes from, in pieces of any size: they need not end where a row ends.
class CopySource {
public:
    virtual ~CopySource();
    /// The next piece, valid until the next call; an empty one is the end. It must not use the connection. An exception
    /// ends the COPY, nothing of which is kept, and is passed on.
    virtual std::string_view next() = 0;
};

/// Takes the data of a COPY … TO STDOUT, in pieces as the server sends them (a row each).
class CopySink {
public:
    virtual ~CopySink();
    /// `piece` is valid during the call. It must not use the connection. An exception ends the COPY and is passed on.
    virtual void take(std::string_view piece) = 0;
};

/// What a driver's connection does if its database has PostgreSQL's COPY. The rules of DriverConnection hold here too.
class CopySupport {
public:
    virtual ~CopySupport();
    /// Runs one COPY … FROM STDIN; returns the rows copied.
    /// @throws ProgrammingError if the text is something else; DataError and the like for what the server refuses.
    virtual std::int64_t copy_in(std::string_view sql, CopySource& source) = 0;
    /// The same with COPY … TO STDOUT.
    virtual std::int64_t copy_out(std::string_view sql, CopySink& sink) = 0;
};

}  // namespace athanor

#pragma GCC visibility pop
