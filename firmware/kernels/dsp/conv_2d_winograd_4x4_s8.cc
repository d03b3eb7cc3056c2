#include "kernels/dsp/conv_2d_winograd_4x4_s8.h"

#include "kernels/dsp/winograd_4x4.h"

namespace neurio {

void conv_2d_winograd_4x4_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                             int8_t* scratch) {
    constexpr WinogradForm kForm = {
        4,
        1,
        6,
        36,
        36,
        1,
        1,
        {{36, 1, 0, 0}},
        winograd_4x4_columns,
        winograd_4x4_rows,
        winograd_4x4_weights,
        {winograd_4x4_outputs_one_sided, winograd_4x4_outputs_two_sided},
    };
    winograd_convolution(kForm, params, input, output, scratch);
}

}  // namespace neurio
