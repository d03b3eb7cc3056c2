#include "kernels/generic/prelu_s16.h"

namespace neurio {

void prelu_s16(const PreluParams& params, const int16_t* input, const int8_t* slope,
               int16_t* output) {
    prelu(params, input, slope, output, INT16_MIN, INT16_MAX);
}

}  // namespace neurio
