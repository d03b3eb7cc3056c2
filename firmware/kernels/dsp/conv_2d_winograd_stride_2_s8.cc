#include "kernels/dsp/conv_2d_winograd_stride_2_s8.h"

#include "kernels/dsp/winograd_stride_2.h"

namespace neurio {

void conv_2d_winograd_stride_2_s8(const WinogradParams& params, const int8_t* input, int8_t* output,
                                  int8_t* scratch) {
    // The transformed weights of the edge and of the corner share a region.
    constexpr WinogradForm kForm = {
        4,
        2,
        9,
        25,
        16,
        6,
        3,
        {{16, 4, 0, 0}, {8, 2, 4, 0}, {1, 1, 4, 8}},
        winograd_stride_2_columns,
        winograd_stride_2_rows,
        winograd_stride_2_weights,
        {winograd_stride_2_outputs_one_sided, winograd_stride_2_outputs_two_sided},
    };
    winograd_convolution(kForm, params, input, output, scratch);
}

}  // namespace neurio
