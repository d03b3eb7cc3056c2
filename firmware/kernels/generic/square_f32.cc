#include "kernels/generic/square_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void square_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, [](float x) { return x * x; });
}

}  // namespace neurio
