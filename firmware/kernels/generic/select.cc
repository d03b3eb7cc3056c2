#include "kernels/generic/select.h"

#include <string.h>

namespace neurio {

void select(const SelectParams& params, const bool* condition, const void* left, const void* right,
            void* output) {
    const SelectParams& p = params;
    const int last = kWalkAxes - 1;
    uint8_t* target = static_cast<uint8_t*>(output);
    RowWalk<3> walk(p.shape, {p.condition_strides, p.left_strides, p.right_strides});
    do {
        for (int32_t i = 0; i < p.shape[last]; ++i) {
            const bool first = condition[walk.offset[0] + i * p.condition_strides[last]];
            const int32_t at = first ? walk.offset[1] + i * p.left_strides[last]
                                     : walk.offset[2] + i * p.right_strides[last];
            const uint8_t* source = static_cast<const uint8_t*>(first ? left : right);
            memcpy(target, source + at * p.bytes, static_cast<size_t>(p.bytes));
            target += p.bytes;
        }
    } while (walk.next());
}

}  // namespace neurio
