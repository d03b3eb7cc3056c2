#include "kernels/generic/depthwise_conv_2d_s4.h"

#include "kernels/common/int4.h"
#include "kernels/common/portable_loops.h"
#include "kernels/generic/depthwise_conv_2d_s8_template.h"

namespace neurio {

void depthwise_conv_2d_s4(const DepthwiseConv2dS4Params& params, const int8_t* input,
                          int8_t* output, int8_t* scratch) {
    const int32_t bytes = (params.channels + 1) / 2;
    for (int32_t tap = 0; tap < params.taps; ++tap) {
        unpack_int4(params.packed + tap * bytes, params.channels, scratch + tap * params.channels);
    }
    DepthwiseConv2dParams layer = params.layer;
    layer.weights = scratch;
    depthwise_conv_2d_s8_by<PortableLoops>(layer, input, output);
}

}  // namespace neurio
