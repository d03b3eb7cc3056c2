#include "kernels/generic/rsqrt_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void rsqrt_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, [](float x) { return 1.0f / square_root(x); });
}

}  // namespace neurio
