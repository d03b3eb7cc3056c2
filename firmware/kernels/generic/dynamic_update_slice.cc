#include "kernels/generic/dynamic_update_slice.h"

#include <string.h>

#include "kernels/common/requantise.h"

namespace neurio {

void dynamic_update_slice(const DynamicUpdateSliceParams& params, const void* input,
                          const void* update, const int32_t* start, void* output) {
    const DynamicUpdateSliceParams& p = params;
    constexpr int kLast = kWalkAxes - 1;
    int32_t strides[kWalkAxes];
    int32_t bytes = 1;
    for (int axis = kLast; axis >= 0; --axis) {
        strides[axis] = bytes;
        bytes *= p.shape[axis];
    }
    if (output != input) memcpy(output, input, static_cast<size_t>(bytes));
    int32_t at = 0;
    for (int i = 0; i < p.positions; ++i) {
        const int axis = kWalkAxes - p.positions + i;
        const int32_t unit = axis == kLast ? p.unit : 1;
        const int32_t most = (p.shape[axis] - p.update_shape[axis]) / unit;
        at += clamp(start[i], 0, most) * unit * strides[axis];
    }
    uint8_t* target = static_cast<uint8_t*>(output) + at;
    const uint8_t* source = static_cast<const uint8_t*>(update);
    RowWalk<1> walk(p.update_shape, {strides});
    do {
        memcpy(target + walk.offset[0], source, static_cast<size_t>(p.update_shape[kLast]));
        source += p.update_shape[kLast];
    } while (walk.next());
}

}  // namespace neurio
