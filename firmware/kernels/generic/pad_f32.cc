#include "kernels/generic/pad_f32.h"

namespace neurio {

void pad_f32(const PadF32Params& params, const float* input, float* output) {
    Padder<float, float>{params, input, output}.write(0);
}

}  // namespace neurio
