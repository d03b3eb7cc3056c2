#include "kernels/generic/prelu_s8.h"

namespace neurio {

void prelu_s8(const PreluParams& params, const int8_t* input, const int8_t* slope, int8_t* output) {
    prelu(params, input, slope, output, INT8_MIN, INT8_MAX);
}

}  // namespace neurio
