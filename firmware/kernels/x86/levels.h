// The inner loops of the kernels, compiled for each level of x86_level.h.
#pragma once

#include <stdint.h>

#include "kernels/x86/x86_average_pool_2d_s8.h"
#include "kernels/x86/x86_conv_2d_s8.h"
#include "kernels/x86/x86_depthwise_conv_2d_s8.h"
#include "kernels/x86/x86_level.h"
#include "kernels/x86/x86_linear_sum_s8.h"

#define NEURIO_X86_LOOPS(level)                                                      \
    namespace level {                                                                \
    void convolve(const X86Conv2dParams& p, const uint8_t* padded, int8_t* output);  \
    void convolve_depthwise(const X86DepthwiseConv2dParams& p, const int8_t* padded, \
                            int8_t* output);                                         \
    void average(const Pool2dParams& p, const int8_t* input, int8_t* output);        \
    void add(const X86LinearSumParams& p, const int8_t* left, const int8_t* right,   \
             int8_t* output);                                                        \
    }

namespace neurio {

NEURIO_X86_LOOPS(avx512)
NEURIO_X86_LOOPS(avx2)
NEURIO_X86_LOOPS(baseline)

}  // namespace neurio

#undef NEURIO_X86_LOOPS
