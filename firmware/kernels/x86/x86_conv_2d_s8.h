// 2-D convolution, int8, on x86-64; a fully connected layer is one of 1x1.
//
// The image is copied into scratch with its padding, as unsigned bytes, so that a row of taps is
// one run of bytes, which is taken by four. A tile of up to 8 pixels by 32 filters (AVX-512) stays
// in registers: four bytes of a pixel are broadcast and multiplied with those of 16 filters by one
// VPDPBUSD, or what stands for it where there is none (see vectors_avx2.h).
#pragma once

#include <stdint.h>

namespace neurio {

struct X86Conv2dParams {
    int32_t input_height;
    int32_t input_width;
    int32_t input_channels;
    int32_t output_height;
    int32_t output_width;
    int32_t filters;
    int32_t kernel_height;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t pad_top;
    int32_t pad_left;
    int32_t padded_height;
    int32_t padded_width;
    int32_t run;     // four bytes each, of a row of taps
    int32_t blocks;  // of 16 filters
    int32_t input_zero_point;
    int32_t output_offset;
    int32_t activation_min;
    int32_t activation_max;
    // Filters are filled up with zeros to blocks, runs to four bytes. The biases are those of
    // inputs from 0 to 255.
    const int8_t* weights;  // [blocks][kernel_height][run][16 filters][4]
    const int32_t* bias;    // [blocks][16]
    const int32_t* multipliers;
    const int32_t* exponents;  // 0 to 31: multiplier * 2^(-31 - exponent) is the factor
};

// scratch: padded_height * padded_width * input_channels bytes, and 16 more.
void x86_conv_2d_s8(const X86Conv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch);

}  // namespace neurio
