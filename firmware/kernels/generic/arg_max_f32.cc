#include "kernels/generic/arg_max_f32.h"

namespace neurio {

void arg_max_f32(const ArgMaxParams& params, const float* input, int32_t* output) {
    arg_max(params, input, output);
}

}  // namespace neurio
