#include "kernels/dsp/depthwise_conv_1d_s8.h"

#include "kernels/dsp/depthwise_lines.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kGroup = 4;       // channels a turn
constexpr int32_t kBlock = 8;       // outputs a turn
constexpr int32_t kBlockWords = 4;  // pairs from one block to the next
constexpr int32_t kFixedWords = 8;  // of a channel's filters
constexpr int32_t kFourWords = 3;   // and for each four taps
constexpr int32_t kFourPairs = 2;   // pairs from one four taps to the next

// By two_sided and by the rest of the taps.
constexpr ComputeLine kComputeLine[2][6] = {
    {line_0_one_sided, nullptr, line_2_one_sided, line_3_one_sided, nullptr, line_5_one_sided},
    {line_0_two_sided, nullptr, line_2_two_sided, line_3_two_sided, nullptr, line_5_two_sided},
};

// Four channels of two neighbours, to a plane each. Moves the planes behind them.
struct Planes {
    uint32_t* words[kGroup];

    Planes(uint32_t* first, int32_t plane)
        : words{first, first + plane, first + 2 * plane, first + 3 * plane} {}

    void store(uint32_t first, uint32_t second) {
        const uint32_t low = pack_bottom(first, second);
        const uint32_t high = pack_top(first, second);
        *words[0]++ = even_pair(low);
        *words[1]++ = odd_pair(low);
        *words[2]++ = even_pair(high);
        *words[3]++ = odd_pair(high);
    }
};

// The pairs of a line, as far as an element of the line takes part.
void widen_line(const DepthwiseConv1dParams& p, const int8_t* input, uint32_t* planes,
                int32_t plane) {
    const uint32_t zero = spread(p.input_zero_point);
    const int32_t step = p.input_step;
    int32_t left = p.length;
    Planes pairs(planes + p.pad / 2, plane);
    if (p.pad % 2 != 0) {
        pairs.store(zero, load_word(input));
        input += step;
        --left;
    }
    for (; left >= 2; left -= 2) {
        pairs.store(load_word(input), load_word(input + step));
        input += 2 * step;
    }
    if (left != 0) pairs.store(load_word(input), zero);
}

}  // namespace

void depthwise_conv_1d_s8(const DepthwiseConv1dParams& params, const int8_t* input, int8_t* output,
                          int8_t* scratch) {
    const DepthwiseConv1dParams p = params;
    uint32_t* const planes = reinterpret_cast<uint32_t*>(scratch);
    const int32_t blocks = p.outputs / kBlock;
    const int32_t more = p.outputs % kBlock;
    const int32_t plane = kBlockWords * (blocks + (more != 0)) + kFourPairs * (p.fours + 1);
    const int32_t words = kFixedWords + kFourWords * p.fours;
    const ComputeLine compute = kComputeLine[p.two_sided][p.rest];
    fill_words(planes, kGroup * plane, spread(p.input_zero_point) & kHighBytes);
    Line line;
    line.step = p.output_step;
    line.fours_bytes = 4 * kFourPairs * p.fours;
    line.full = blocks != 0;
    line.lacks = kBlock - more;
    line.back = line.lacks * p.output_step;
    line.plane = 4 * plane;
    for (int32_t channel = 0; channel < p.channels; channel += kGroup) {
        if (channel > p.channels - kGroup) channel = p.channels - kGroup;
        const int8_t* from = input + channel;
        int8_t* to = output + channel;
        for (int32_t i = 0; i < p.lines; ++i) {
            widen_line(p, from, planes, plane);
            line.filters = p.filters + channel * words;
            line.pairs = planes + kFourPairs * p.fours;
            line.end = line.pairs + kBlockWords * (blocks != 0 ? blocks : 1);
            line.output = to + (blocks != 0 ? kBlock - 1 : more - 1) * p.output_step;
            line.channels = kGroup;
            compute(&line);
            from += p.line_input_step;
            to += p.line_output_step;
        }
    }
}

}  // namespace neurio
