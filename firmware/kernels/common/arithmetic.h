// What is computed of two elements.
#pragma once

#include <stdint.h>

namespace neurio {

enum class Arithmetic : uint8_t {
    kAdd,
    kSub,
    kMul,
    kDiv,
    kFloorDiv,  // rounded down
    kFloorMod,  // what that leaves, of the divisor's sign
    kMaximum,
    kMinimum,
    kSquaredDifference,
    kPrelu,  // the right one is the slope below 0
};

}  // namespace neurio
