// Windows of a transposed convolution: from a position of the output to those of the input.
#pragma once

#include <stdint.h>

namespace neurio {

// Positions of the input whose window covers one position of the output.
struct Sources {
    int32_t begin;
    int32_t end;
};

// `place` is the output's position plus the padding: tap = place - position * stride.
inline Sources sources_of(int32_t place, int32_t size, int32_t stride, int32_t length) {
    const int32_t before = place - size + 1;
    const int32_t begin = before <= 0 ? 0 : (before + stride - 1) / stride;
    const int32_t end = place / stride + 1;
    return {begin, end < length ? end : length};
}

}  // namespace neurio
