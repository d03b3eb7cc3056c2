#include "kernels/generic/round_f32.h"

#include "kernels/common/rounding_f32.h"

namespace neurio {

void round_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, rounded_to_nearest);
}

}  // namespace neurio
