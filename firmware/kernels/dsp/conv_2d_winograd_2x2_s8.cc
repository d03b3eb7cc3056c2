#include "kernels/dsp/conv_2d_winograd_2x2_s8.h"

#include "kernels/dsp/winograd_2x2.h"

namespace neurio {

void conv_2d_winograd_2x2_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                             int8_t* scratch) {
    constexpr WinogradForm kForm = {
        2,
        1,
        4,
        16,
        16,
        1,
        1,
        {{16, 1, 0, 0}},
        winograd_2x2_columns,
        winograd_2x2_rows,
        winograd_2x2_weights,
        {winograd_2x2_outputs_one_sided, winograd_2x2_outputs_two_sided},
    };
    winograd_convolution(kForm, params, input, output, scratch);
}

}  // namespace neurio
