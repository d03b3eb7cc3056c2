#include "kernels/generic/elu_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void elu_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output,
        [](float x) { return x < 0.0f ? exponential_minus_one(x) : x; });
}

}  // namespace neurio
