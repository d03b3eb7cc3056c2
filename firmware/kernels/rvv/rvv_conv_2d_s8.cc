#include "kernels/rvv/rvv_conv_2d_s8.h"

#include "kernels/generic/conv_2d_s8_template.h"
#include "kernels/rvv/vector_loops.h"

namespace neurio {

void rvv_conv_2d_s8(const Conv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch) {
    conv_2d_s8_by<VectorLoops>(params, input, output, scratch);
}

}  // namespace neurio
