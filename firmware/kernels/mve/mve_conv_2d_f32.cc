#include "kernels/mve/mve_conv_2d_f32.h"

#include "kernels/generic/conv_2d_f32_template.h"
#include "kernels/mve/mve_float_loops.h"

namespace neurio {

void mve_conv_2d_f32(const Conv2dF32Params& params, const float* input, float* output) {
    conv_2d_f32_with<MveFloatLoops>(params, input, output);
}

}  // namespace neurio
