// What docs/mcp.md shows.

#include <athanor/mcp/models.hpp>
#include <athanor/mcp/stdio.hpp>

#include "library.hpp"

namespace mcp_page {

//! [tool]
inline void add_stock(mcp::Server& server, const Engine& engine) {
    mcp::provide_sessions(server, engine);
    server.tool<"stock_of">(
        "Stock of an author", "How many copies of an author's books there are.",
        [](ReadSession& session, const std::string& author) {  // a ReadSession: this tool cannot write
            auto& a = Author::columns();
            return session.scalar(select(func::sum(Book::columns().copies)).join(Book::columns().author)
                                      .where(a.name == author)).value_or(0);
        },
        mcp::Arg{"author", "Exact name of the author"});
}
//! [tool]

//! [model]
inline void expose_books(mcp::Server& server, const Engine& engine) {
    mcp::expose<Book>(server, engine, {.name = "book", .plural = "books", .description = "A book of the library."},
                      mcp::filters<&Book::author_id, &Book::published>,  // author_id, published_from, published_to
                      mcp::hidden<&Book::added>);                        // not even selected
}
//! [model]

//! [serve]
inline int serve(const Engine& engine) {
    mcp::Server server({.name = "library", .version = "1.0"});
    add_stock(server, engine);
    expose_books(server, engine);
    return mcp::serve_stdio(server);  // for the program that started this one
}
//! [serve]

}  // namespace mcp_page
