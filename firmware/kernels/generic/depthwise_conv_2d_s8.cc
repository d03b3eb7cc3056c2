#include "kernels/generic/depthwise_conv_2d_s8.h"

#include "kernels/common/portable_loops.h"
#include "kernels/generic/depthwise_conv_2d_s8_template.h"

namespace neurio {

void depthwise_conv_2d_s8(const DepthwiseConv2dParams& params, const int8_t* input,
                          int8_t* output) {
    depthwise_conv_2d_s8_by<PortableLoops>(params, input, output);
}

}  // namespace neurio
