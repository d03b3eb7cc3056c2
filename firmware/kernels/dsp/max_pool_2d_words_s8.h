// Maximum pooling, int8, with the DSP extension: the largest of the positions inside the image.
//
// Blocking: four channels of a window at a time; SSUB8 and SEL take the larger bytes of two words:
// 6 instructions for 4 activations, 1.5 each. The activation's limits take part as two more words.
#pragma once

#include "kernels/generic/pool_2d.h"

namespace neurio {

// input: [input_height][input_width][channels], 4 channels or more; output likewise; they do not
// overlap.
void max_pool_2d_words_s8(const Pool2dParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
