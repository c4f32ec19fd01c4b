#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <athanor/mcp/sessions.hpp>
#include <athanor/orm/model.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// How expose() calls a model, and how much of it is given at once.
struct Exposure {
    std::string name;              ///< of one object: the tool get_NAME
    std::string plural;            ///< of several: the tool list_PLURAL, the resources SCHEME://PLURAL/{key}
    std::string description = {};  ///< what an object is, for the caller
    std::string scheme = "data";
    int max_rows = 100;  ///< of one page, at least 1
};

namespace detail {

template <class C, class M>
std::size_t column_of(M C::*member) {
    const auto position =
        mapper_of<C>().column_at(athanor::detail::offset_in<C>(&(athanor::detail::phantom<C>.value.*member)));
    return position.value();
}

void expose(Server& server, const Engine& engine, const Mapper& mapper, const Exposure& exposure,
            const std::vector<std::size_t>& filters, const std::vector<std::size_t>& hidden);

}  // namespace detail

/// The columns by which a list may be filtered: `filters<&Book::author_id, &Book::published>`. Numbers that are exact,
/// days and instants by a range (COLUMN_from, COLUMN_to, both included), everything else by equality.
template <auto... Members>
struct Filters {
    static std::vector<std::size_t> columns() { return {detail::column_of(Members)...}; }
};
template <auto... Members>
inline constexpr Filters<Members...> filters{};

/// Columns that are never read for a client; `secret` ones never are anyway.
template <auto... Members>
struct Hidden {
    static std::vector<std::size_t> columns() { return {detail::column_of(Members)...}; }
};
template <auto... Members>
inline constexpr Hidden<Members...> hidden{};

/// Makes tools and resources that read a model, with schemas from its columns: get_NAME by the primary key, list_PLURAL
/// with the named filters, page by page in the order of the key, and for a key of one column SCHEME://PLURAL/{key}.
/// Everything is read in read-only transactions. Columns that are secret, hidden or octets are not even selected.
/// Whole numbers of 64 bits cross as text, since clients round them.
/// @throws ArgumentError if the key is secret, hidden or octets, if a filter is, or if a name cannot be a tool's.
template <class M, auto... F, auto... H>
void expose(Server& server, const Engine& engine, const Exposure& exposure, Filters<F...> = {}, Hidden<H...> = {}) {
    detail::expose(server, engine, mapper_of<M>(), exposure, Filters<F...>::columns(), Hidden<H...>::columns());
}

}  // namespace athanor::mcp

#pragma GCC visibility pop
