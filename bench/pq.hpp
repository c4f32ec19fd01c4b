#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

namespace bench {

struct PqClose {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using PqConnection = std::unique_ptr<PGconn, PqClose>;
using PqResult = std::unique_ptr<PGresult, PqClose>;

constexpr std::int64_t epoch_2000 = 946'684'800'000'000;  // PostgreSQL's zero, in microseconds since 1970

/// Appends an integer or a double with its most significant byte first.
template <class T>
void append_network(std::string& out, T value) {
    if constexpr (std::same_as<T, double>) {
        append_network(out, std::bit_cast<std::int64_t>(value));
    } else {
        for (std::size_t shift = 8 * sizeof(T); shift != 0; shift -= 8) {
            out.push_back(static_cast<char>(value >> (shift - 8)));
        }
    }
}

template <class T>
T read_network(const char* in) {
    if constexpr (std::same_as<T, double>) {
        return std::bit_cast<double>(read_network<std::int64_t>(in));
    } else {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bits = bits << 8 | static_cast<unsigned char>(in[i]);
        }
        return static_cast<T>(bits);
    }
}

/// The parameters of one run of a statement, in binary format.
class PqParameters {
public:
    template <class T>
    void add(T value) {
        append_network(values_.emplace_back(), value);
    }
    void add(std::string_view value) { values_.emplace_back(value); }

    /// Calls `send(count, values, lengths, formats)`.
    template <class Send>
    auto pass_to(const Send& send) const {
        std::vector<const char*> pointers;
        std::vector<int> lengths;
        const std::vector<int> formats(values_.size(), 1);
        for (const auto& value : values_) {
            pointers.push_back(value.data());
            lengths.push_back(static_cast<int>(value.size()));
        }
        return send(static_cast<int>(values_.size()), pointers.data(), lengths.data(), formats.data());
    }

private:
    std::vector<std::string> values_;
};

/// An array of one dimension without NULL in binary format.
class PqArray {
public:
    PqArray(Oid element, std::size_t count) {
        append_network(bytes_, std::int32_t{1});
        append_network(bytes_, std::int32_t{0});
        append_network(bytes_, static_cast<std::int32_t>(element));
        append_network(bytes_, static_cast<std::int32_t>(count));
        append_network(bytes_, std::int32_t{1});
    }
    template <class T>
    void add(T value) {
        append_network(bytes_, static_cast<std::int32_t>(sizeof value));
        append_network(bytes_, value);
    }
    void add(std::string_view value) {
        append_network(bytes_, static_cast<std::int32_t>(value.size()));
        bytes_.append(value);
    }
    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

private:
    std::string bytes_;
};

/// What hand-written code would wrap around libpq: errors, and statements prepared once under a name.
class Pq {
public:
    explicit Pq(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
    }
    [[nodiscard]] PGconn* get() const noexcept { return connection_.get(); }

    PqResult checked(PGresult* result) {
        PqResult owned(result);
        const auto status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        return owned;
    }
    PqResult run(const char* sql) { return checked(PQexec(get(), sql)); }
    void prepare(const char* name, const char* sql) { (void)checked(PQprepare(get(), name, sql, 0, nullptr)); }
    PqResult run_prepared(const char* name, const PqParameters& parameters) {
        return checked(
            parameters.pass_to([&](int count, const char* const* values, const int* lengths, const int* formats) {
                return PQexecPrepared(get(), name, count, values, lengths, formats, 1);
            }));
    }
    void send(int sent) {
        if (sent == 0) {
            throw std::runtime_error(PQerrorMessage(get()));
        }
    }
    void send_prepared(const char* name, const PqParameters& parameters) {
        send(parameters.pass_to([&](int count, const char* const* values, const int* lengths, const int* formats) {
            return PQsendQueryPrepared(get(), name, count, values, lengths, formats, 1);
        }));
    }

private:
    PqConnection connection_;
};

}  // namespace bench
