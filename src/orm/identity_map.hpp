#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <athanor/core/value.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/key.hpp"

namespace athanor::detail {

/// Integers to objects: one flat array with linear probing, so that a loaded row costs no allocation here.
class IntegerKeyMap {
public:
    [[nodiscard]] InstanceState* find(std::int64_t key) const noexcept;
    /// Precondition: the key is not there.
    void insert(std::int64_t key, InstanceState* state);
    void erase(std::int64_t key) noexcept;
    /// Makes room for so many more keys.
    void reserve(std::size_t more);

private:
    struct Entry {
        std::int64_t key = 0;
        InstanceState* state = nullptr;
    };
    [[nodiscard]] std::size_t home(std::int64_t key) const noexcept;
    void resize(std::size_t size);

    std::vector<Entry> entries_;  ///< a power of two of them, or none
    std::size_t count_ = 0;
};

/// The objects of a session by model and primary key: within a session a row is one object.
class IdentityMap {
public:
    /// The objects of one model. Stays where it is as long as the map lives.
    class Model {
    public:
        explicit Model(const Mapper& mapper) : mapper_(&mapper) {}
        [[nodiscard]] InstanceState* find_integer(std::int64_t key) const noexcept { return integers_.find(key); }
        [[nodiscard]] InstanceState* find_bytes(std::string_view key) const;
        /// By the key columns of a row; `has_null` is set if one of them is NULL.
        [[nodiscard]] InstanceState* find_row(const Cursor& cursor, std::size_t first, bool& has_null);
        [[nodiscard]] InstanceState* find(const InstanceState* state);
        void insert(InstanceState* state);
        void erase(InstanceState* state);
        /// Makes room for so many more objects.
        void reserve(std::size_t more);

    private:
        struct Hash : std::hash<std::string_view> {
            using is_transparent = void;
        };

        const Mapper* mapper_;
        IntegerKeyMap integers_;
        std::unordered_map<std::string, InstanceState*, Hash, std::equal_to<>> bytes_;
        KeyEncoder scratch_;
    };

    [[nodiscard]] Model& of(const Mapper& mapper);
    /// By a key of as many Values as the primary key has columns, none of them NULL.
    [[nodiscard]] InstanceState* find(const Mapper& mapper, std::span<const Value> key);
    void clear() noexcept;

private:
    std::unordered_map<const Mapper*, std::unique_ptr<Model>> models_;
    const Mapper* last_ = nullptr;
    Model* last_model_ = nullptr;
};

}  // namespace athanor::detail
