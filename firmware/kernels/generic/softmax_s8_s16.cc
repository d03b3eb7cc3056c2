#include "kernels/generic/softmax_s8_s16.h"

#include "kernels/generic/softmax.h"

namespace neurio {

void softmax_s8_s16(const SoftmaxParams& params, const int8_t* input, int16_t* output) {
    softmax(params, input, output);
}

}  // namespace neurio
