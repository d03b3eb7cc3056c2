// What is computed of two elements.
#pragma once

#include <stdint.h>

namespace neurio {

enum class Arithmetic : uint8_t {
    kAdd,
    kSub,
    kMul,
    kDiv,
    kMaximum,
    kMinimum,
    kSquaredDifference,
    kPrelu,  // the right one is the slope below 0
};

}  // namespace neurio
