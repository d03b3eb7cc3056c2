#include "kernels/generic/sin_f32.h"

#include "kernels/common/angles_f32.h"

namespace neurio {

void sin_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, sine);
}

}  // namespace neurio
