#include "models.hpp"

using namespace athanor;

// A second file, so that templates of the models are instantiated twice.
int lend(Session& session, const Ref<Book>& book, std::string reader, Date day) {
    session.add(Loan{.reader = std::move(reader), .since = day, .book = book});
    session.commit();
    return static_cast<int>(session.scalar(select(func::count(Loan::columns().id))).value_or(0));
}
