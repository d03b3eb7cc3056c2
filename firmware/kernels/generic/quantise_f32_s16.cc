#include "kernels/generic/quantise_f32_s16.h"

namespace neurio {

void quantise_f32_s16(const QuantiseParams& params, const float* input, int16_t* output) {
    quantise(params, input, output);
}

}  // namespace neurio
