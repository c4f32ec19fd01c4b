#include <algorithm>
#include <utility>

#include <athanor/orm/result.hpp>

namespace athanor::detail {

namespace {

InstanceState** counted_copy(InstanceState* const* states, std::size_t size) {
    if (size == 0)
        return nullptr;
    auto** copy = new InstanceState*[size];
    std::copy_n(states, size, copy);
    for (std::size_t i = 0; i < size; ++i)
        if (copy[i])
            add_holder(copy[i]);
    return copy;
}

}  // namespace

RefList::RefList(const std::vector<InstanceState*>& states)
    : states_(counted_copy(states.data(), states.size())), size_(states.size()) {}

RefList::RefList(const RefList& other) : states_(counted_copy(other.states_, other.size_)), size_(other.size_) {}

RefList::RefList(RefList&& other) noexcept
    : states_(std::exchange(other.states_, nullptr)), size_(std::exchange(other.size_, 0)) {}

RefList& RefList::operator=(RefList other) noexcept {
    std::swap(states_, other.states_);
    std::swap(size_, other.size_);
    return *this;
}

RefList::~RefList() {
    for (std::size_t i = 0; i < size_; ++i)
        if (states_[i])
            drop_holder(states_[i]);
    delete[] states_;
}

InstanceState* RefList::one() const {
    if (size_ == 0)
        throw_no_result();
    return one_or_none();
}

InstanceState* RefList::one_or_none() const {
    if (size_ > 1)
        throw_multiple_results(size_);
    return first();
}

InstanceState* RefList::first() const noexcept { return size_ == 0 ? nullptr : states_[0]; }

}  // namespace athanor::detail
