#include "kernels/generic/floor_f32.h"

#include "kernels/common/rounding_f32.h"

namespace neurio {

void floor_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, rounded_down);
}

}  // namespace neurio
