#include "kernels/generic/average_pool_2d_s16.h"

#include "kernels/generic/pool_2d_template.h"

namespace neurio {

void average_pool_2d_s16(const Pool2dParams& params, const int16_t* input, int16_t* output) {
    average_pool_2d(params, input, output);
}

}  // namespace neurio
