#include "kernels/generic/logistic_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void logistic_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output, logistic);
}

}  // namespace neurio
