#include "kernels/generic/arg_max_s8.h"

namespace neurio {

void arg_max_s8(const ArgMaxParams& params, const int8_t* input, int32_t* output) {
    arg_max(params, input, output);
}

}  // namespace neurio
