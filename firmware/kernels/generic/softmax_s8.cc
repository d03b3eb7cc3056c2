#include "kernels/generic/softmax_s8.h"

#include "kernels/generic/softmax.h"

namespace neurio {

void softmax_s8(const SoftmaxParams& params, const int8_t* input, int8_t* output) {
    softmax(params, input, output);
}

}  // namespace neurio
