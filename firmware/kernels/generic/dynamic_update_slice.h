// A tensor, part of which is replaced by another, any type.
#pragma once

#include <stdint.h>

#include "kernels/common/walk.h"

namespace neurio {

// Axes as in walk.h; sizes of the innermost one are in bytes.
struct DynamicUpdateSliceParams {
    int32_t shape[kWalkAxes];
    int32_t update_shape[kWalkAxes];
    int32_t positions;  // the last of kWalkAxes that `start` holds
    int32_t unit;       // bytes of an element
};

// The part begins where `start` says, moved so that it lies within. `output` may be `input`.
void dynamic_update_slice(const DynamicUpdateSliceParams& params, const void* input,
                          const void* update, const int32_t* start, void* output);

}  // namespace neurio
