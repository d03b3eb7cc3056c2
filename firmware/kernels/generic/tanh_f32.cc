#include "kernels/generic/tanh_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void tanh_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, hyperbolic_tangent);
}

}  // namespace neurio
