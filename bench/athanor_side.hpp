#pragma once

#include <athanor/engine/engine.hpp>

#include "side.hpp"

namespace bench {

/// The workloads as a program on Athanor writes them.
class AthanorSide final : public Side {
public:
    explicit AthanorSide(athanor::Engine engine) : engine_(std::move(engine)) {}

    void create_tables();
    void drop_tables();

    Outcome insert(std::size_t count) override;
    Outcome load() override;
    Outcome get(const std::vector<std::int32_t>& ids) override;
    Outcome graph() override;
    Outcome update() override;
    Outcome totals(std::size_t times) override;
    Outcome transactions(std::size_t count) override;

private:
    athanor::Engine engine_;
};

}  // namespace bench
