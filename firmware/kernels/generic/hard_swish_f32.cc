#include "kernels/generic/hard_swish_f32.h"

#include "kernels/common/float_products.h"

namespace neurio {

void hard_swish_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output,
        [](float x) { return x * clamp(x + 3.0f, 0.0f, 6.0f) / 6.0f; });
}

}  // namespace neurio
