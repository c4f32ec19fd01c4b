#include <athanor/core/error.hpp>
#include <athanor/engine/connection.hpp>

#include "engine/connection_impl.hpp"

namespace athanor {

namespace {

/// The values of a statement's shape, as its one row of parameters.
class ShapeParameters final : public Parameters {
public:
    explicit ShapeParameters(const std::vector<const Value*>& values) : values_(values) {}
    std::size_t rows() const override { return 1; }
    void bind(std::size_t, Binder& binder) const override {
        for (const auto* value : values_) {
            binder.value(*value);
        }
    }

private:
    const std::vector<const Value*>& values_;
};

}  // namespace

Connection::Connection(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::execute(std::span<Execution> list) { impl_->run(list, false); }

void Connection::execute_and_commit(std::span<Execution> list) { impl_->run(list, true); }

std::int64_t Connection::execute(const sql::Statement& statement, RowSink* sink) {
    const auto shape = impl_->engine->dialect->shape(statement);
    const auto compiled = impl_->handle.compile(statement, shape);
    const ShapeParameters parameters(shape.values);
    Execution execution;
    execution.statement = compiled.get();
    execution.parameters = &parameters;
    execution.rows = sink;
    impl_->run({&execution, 1}, false);
    return execution.affected;
}

std::int64_t Connection::copy_in(std::string_view sql, CopySource& source) {
    return impl_->copy(sql, false, [&](CopySupport& driver) { return driver.copy_in(sql, source); });
}

std::int64_t Connection::copy_out(std::string_view sql, CopySink& sink) {
    return impl_->copy(sql, true, [&](CopySupport& driver) { return driver.copy_out(sql, sink); });
}

void Connection::commit() { impl_->commit(); }
void Connection::rollback() { impl_->rollback(); }
bool Connection::in_transaction() const noexcept { return impl_->in_transaction(); }
bool Connection::invalidated() const noexcept { return !impl_->is_closed() && !impl_->pooled.usable(); }
void Connection::invalidate(bool soft) { impl_->invalidate(soft); }
void Connection::detach() { impl_->detach(); }

DriverConnection& Connection::driver() const {
    if (!impl_->pooled.connection) {
        throw ResourceClosedError("this connection was closed or invalidated",
                                  "run a statement, which connects again, or take a new one from the engine");
    }
    return *impl_->pooled.connection;
}

const Engine& Connection::engine() const noexcept { return impl_->handle; }
void Connection::close() noexcept { impl_->close(); }

}  // namespace athanor
