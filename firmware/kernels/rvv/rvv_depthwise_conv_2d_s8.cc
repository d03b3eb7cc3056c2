#include "kernels/rvv/rvv_depthwise_conv_2d_s8.h"

#include "kernels/generic/depthwise_conv_2d_s8_template.h"
#include "kernels/rvv/vector_loops.h"

namespace neurio {

void rvv_depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input,
                              int8_t* output) {
    depthwise_conv_2d_s8_by<VectorLoops>(params, input, output);
}

}  // namespace neurio
