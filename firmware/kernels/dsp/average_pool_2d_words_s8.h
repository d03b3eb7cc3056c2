// Average pooling, int8, with the DSP extension: the mean rounded half away from zero.
//
// Blocking: eight channels of a window at a time (four at the end), summed by SXTAB16 in the
// halves of four words: 9 instructions for 8 activations, 1.1 each, and one division per output.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// input: [input_height][input_width][channels], 4 channels or more; output likewise; they do not
// overlap. A window has 255 positions at most, so that sums fit in 16 bits.
void average_pool_2d_words_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
