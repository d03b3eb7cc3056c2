#include "kernels/generic/average_pool_2d_s8.h"

#include "kernels/generic/pool_2d_template.h"

namespace neurio {

void average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    average_pool_2d(params, input, output);
}

}  // namespace neurio
