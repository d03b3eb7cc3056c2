// Elements of one tensor where a condition holds, else of another, broadcast, any type.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct SelectParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t condition_strides[kWalkAxes];
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    int32_t bytes;  // of an element
};

void select(const SelectParams& params, const bool* condition, const void* left, const void* right,
            void* output);

}  // namespace neurio
