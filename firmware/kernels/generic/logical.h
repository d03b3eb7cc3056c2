// AND and OR of booleans, broadcast.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

struct LogicalParams {
    int32_t shape[kWalkAxes];  // of the output
    int32_t left_strides[kWalkAxes];
    int32_t right_strides[kWalkAxes];
    bool conjunction;  // AND, else OR
};

void logical(const LogicalParams& params, const bool* left, const bool* right, bool* output);

}  // namespace neurio
