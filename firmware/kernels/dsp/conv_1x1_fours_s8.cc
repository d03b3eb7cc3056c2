#include "kernels/dsp/conv_1x1_fours_s8.h"

namespace neurio {

void conv_1x1_fours_s8(const Conv1x1FoursParams& params, const int8_t* input, int8_t* output,
                       int8_t* scratch) {
    const FilterFours& fours = params.fours;
    const int32_t depth = 4 * fours.quads;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    uint32_t* const block = reinterpret_cast<uint32_t*>(scratch + 2 * depth * params.strip);
    const auto widen = [&](int32_t pixel, int32_t pairs, int16_t* to) {
        widen_pairs(input + pixel * depth, fours.quads, pairs, to);
    };
    convolve_in_strips(fours, params.pixels, params.strip, columns, block, output, widen);
}

}  // namespace neurio
