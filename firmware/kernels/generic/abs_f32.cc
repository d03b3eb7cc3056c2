#include "kernels/generic/abs_f32.h"

#include "kernels/common/functions_f32.h"

namespace neurio {

void abs_f32(const MapF32Params& params, const float* input, float* output) {
    map(params.elements, input, output,
        [](float x) { return float_of_bits(bits_of_float(x) & 0x7fffffffu); });
}

}  // namespace neurio
