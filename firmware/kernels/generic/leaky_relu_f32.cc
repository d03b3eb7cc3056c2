#include "kernels/generic/leaky_relu_f32.h"

#include "kernels/generic/map_f32.h"

namespace neurio {

void leaky_relu_f32(const LeakyReluF32Params& params, const float* input, float* output) {
    const float slope = params.slope;
    map(params.elements, input, output, [slope](float x) { return x > 0.0f ? x : x * slope; });
}

}  // namespace neurio
