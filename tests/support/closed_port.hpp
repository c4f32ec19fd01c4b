#pragma once

#include <string>

namespace athanor::testing {

/// A port of 127.0.0.1 on which nobody listens: the kernel had just one to give.
std::string closed_port();

}  // namespace athanor::testing
