#include "kernels/generic/log_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void log_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, logarithm);
}

}  // namespace neurio
