#include "orm/persistence.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/instance_block.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/statements.hpp"

namespace athanor::detail {

namespace {

/// The rows of a batch, bound straight from the objects.
class BatchParameters final : public Parameters {
public:
    BatchParameters(const Batch& batch, const KeySync& keys, const sql::Compiled& statement)
        : batch_(batch), keys_(keys), columns_(batch.columns) {
        if (batch.kind != Batch::Kind::insert) {
            const auto& key = batch.mapper->resolved().key;
            columns_.insert(columns_.end(), key.begin(), key.end());
        }
        // With no column to send, a dialect may ask for something that counts the rows.
        counts_rows_ = columns_.size() < statement.parameters.size();
    }
    [[nodiscard]] std::size_t rows() const override { return batch_.rows.size(); }
    void bind(std::size_t row, Binder& binder) const override {
        const auto* state = batch_.rows[row];
        const auto& all = batch_.mapper->columns();
        if (counts_rows_) {
            binder.boolean(true);
        }
        for (const auto position : columns_) {
            if (keys_.is_null(state, position)) {
                binder.null();
            } else {
                all[position].access->bind(field_of(state, all[position]), binder);
            }
        }
    }

private:
    const Batch& batch_;
    const KeySync& keys_;
    std::vector<std::size_t> columns_;
    bool counts_rows_ = false;
};

bool left_to_server(const ColumnDescriptor& column) { return column.server_default != nullptr && !column.default_now; }

/// True if the server fills in columns of these rows beside the key.
bool leaves_out(const Batch& batch) {
    return batch.kind == Batch::Kind::insert &&
           batch.columns.size() + (batch.generate_key ? 1 : 0) < batch.mapper->columns().size();
}

/// Reads what the server put into columns that an INSERT left out.
class DefaultsSink final : public RowSink {
public:
    DefaultsSink(SessionCore::Impl& session, const Mapper& mapper)
        : mapper_(mapper), objects_(session.identity.of(mapper)) {}
    void row(const Cursor& cursor) override {
        bool has_null = false;
        auto* state = objects_.find_row(cursor, 0, has_null);
        if (state == nullptr || !state->changes) {
            return;
        }
        const auto& columns = mapper_.columns();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (left_to_server(columns[i]) && !state->changes->assigned[i]) {
                columns[i].access->load(field_of(state, columns[i]), cursor, i);
            }
        }
    }

private:
    const Mapper& mapper_;
    IdentityMap::Model& objects_;
};

}  // namespace

/// One statement of the list, with everything its Execution points to.
struct Persistence::Step {
    const Batch* batch = nullptr;  ///< null: reads defaults
    sql::CompiledPtr statement;
    std::optional<BatchParameters> parameters;
    std::vector<Value> keys;
    std::optional<KeyParameters> key_parameters;
    std::optional<DefaultsSink> sink;
    Execution result;
};

Persistence::Persistence(SessionCore::Impl& session, KeySync& keys) : session_(session), keys_(keys) {}
Persistence::~Persistence() = default;

void Persistence::run(const std::vector<Batch>& batches, bool and_commit) {
    for (const auto& batch : batches) {
        queue(batch);
    }
    while (!list_.empty() || !unread_.empty()) {
        // Defaults can be asked for once the keys of their rows are known: with what follows the list that writes them.
        queue_defaults();
        const bool last = std::ranges::none_of(
            list_, [](const auto& step) { return step->batch != nullptr && leaves_out(*step->batch); });
        send(and_commit && last);
    }
}

void Persistence::queue(const Batch& batch) {
    if (batch.kind != Batch::Kind::delete_) {
        if (!list_.empty() && std::ranges::any_of(batch.rows, [&](auto* state) { return keys_.waits(state); })) {
            send(false);
        }
        for (auto* state : batch.rows) {
            keys_.write_known(state);
        }
    }
    auto step = std::make_unique<Step>();
    step->batch = &batch;
    step->statement = compiled_batch(session_.engine, batch);
    step->parameters.emplace(batch, keys_, *step->statement);
    step->result.statement = step->statement.get();
    step->result.parameters = &*step->parameters;
    list_.push_back(std::move(step));
}

void Persistence::queue_defaults() {
    const auto states = std::exchange(unread_, {});
    std::vector<const Mapper*> mappers;
    for (const auto* state : states) {
        if (std::ranges::find(mappers, state->mapper) == mappers.end()) {
            mappers.push_back(state->mapper);
        }
    }
    constexpr std::size_t chunk = 500;
    for (const auto* mapper : mappers) {
        const auto& key = mapper->resolved().key;
        std::unique_ptr<Step> step;
        const auto finish_step = [&] {
            const auto rows = step->keys.size() / key.size();
            step->statement = compiled_load(session_.engine, mapper->table(), key, rows);
            step->key_parameters.emplace(step->keys, key.size(), rows, *step->statement);
            step->sink.emplace(session_, *mapper);
            step->result.statement = step->statement.get();
            step->result.parameters = &*step->key_parameters;
            step->result.rows = &*step->sink;
            list_.push_back(std::move(step));
        };
        for (auto* state : states) {
            if (state->mapper != mapper) {
                continue;
            }
            if (!step) {
                step = std::make_unique<Step>();
            }
            for (const auto position : key) {
                step->keys.push_back(value_of(state, mapper->columns()[position]));
            }
            if (step->keys.size() == chunk * key.size()) {
                finish_step();
            }
        }
        if (step) {
            finish_step();
        }
    }
}

void Persistence::send(bool and_commit) {
    const auto steps = std::exchange(list_, {});
    std::vector<Execution> executions;
    executions.reserve(steps.size());
    for (const auto& step : steps) {
        executions.push_back(step->result);
    }
    // Whether every row was there is known only afterwards: COMMIT must not have been sent by then.
    const bool needs_check = std::ranges::any_of(
        steps, [](const auto& step) { return step->batch != nullptr && step->batch->kind != Batch::Kind::insert; });
    auto& connection = session_.connect();
    if (and_commit && !needs_check) {
        connection.execute_and_commit(executions);
    } else {
        connection.execute(executions);
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i]->result = std::move(executions[i]);
        finish(*steps[i]);
    }
    if (and_commit && needs_check) {
        connection.commit();
    }
}

void Persistence::finish(const Step& step) {
    if (step.batch == nullptr) {
        return;
    }
    const auto& batch = *step.batch;
    const auto& mapper = *batch.mapper;
    if (batch.kind != Batch::Kind::insert && step.result.affected != static_cast<std::int64_t>(batch.rows.size())) {
        throw StaleDataError(
            fmt::format("{}: {} rows were to be {}, {} were there", mapper.class_name(), batch.rows.size(),
                        batch.kind == Batch::Kind::update ? "updated" : "deleted", step.result.affected),
            "another transaction changed or removed them: roll back, load the objects again and repeat the change");
    }
    if (batch.kind != Batch::Kind::insert) {
        return;
    }
    const auto numbered = mapper.table().autoincrement();
    const bool reads_defaults = leaves_out(batch);
    session_.identity.of(mapper).reserve(batch.rows.size());
    for (std::size_t row = 0; row < batch.rows.size(); ++row) {
        auto* state = batch.rows[row];
        if (batch.generate_key) {
            const auto& column = mapper.columns()[*numbered];
            column.access->set(field_of(state, column), Value(step.result.keys.at(row)));
        }
        session_.mark_inserted(state);
        if (reads_defaults) {
            unread_.push_back(state);
        }
    }
}

}  // namespace athanor::detail
