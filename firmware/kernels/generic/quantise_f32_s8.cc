#include "kernels/generic/quantise_f32_s8.h"

namespace neurio {

void quantise_f32_s8(const QuantiseParams& params, const float* input, int8_t* output) {
    quantise(params, input, output);
}

}  // namespace neurio
