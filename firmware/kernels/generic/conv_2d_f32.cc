#include "kernels/generic/conv_2d_f32.h"

#include "kernels/generic/conv_2d_f32_template.h"

namespace neurio {

void conv_2d_f32(const Conv2dF32Params& params, const float* input, float* output) {
    conv_2d_f32_with<PortableFloatLoops>(params, input, output);
}

}  // namespace neurio
