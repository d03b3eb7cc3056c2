#include "kernels/generic/depthwise_conv_2d_f32.h"

#include "kernels/generic/depthwise_conv_2d_f32_template.h"

namespace neurio {

void depthwise_conv_2d_f32(const DepthwiseConv2dF32Params& params, const float* input,
                           float* output) {
    depthwise_conv_2d_f32_with<PortableFloatLoops>(params, input, output);
}

}  // namespace neurio
