#include "kernels/dsp/depthwise_conv_2d_3x3_s8.h"

#include "kernels/dsp/depthwise_strips.h"
#include "kernels/dsp/pixel_pairs.h"
#include "kernels/dsp/widen_rows.h"

namespace neurio {
namespace {

constexpr int32_t kGroup = 4;          // channels a turn
constexpr int32_t kColumnWords = 3;    // P, Q, R
constexpr int32_t kOneSidedWords = 9;  // per channel in `filters`
constexpr int32_t kTwoSidedWords = 10;

// By two_sided, and whether four rows are left; of stride 2 by two_sided and column_pairs.
constexpr ComputeStrip kStride1[2][2] = {
    {two_rows_one_sided, four_rows_one_sided},
    {two_rows_two_sided, four_rows_two_sided},
};
constexpr ComputeStrip kStride2[2][2] = {
    {two_rows_stride_2_one_sided, two_columns_stride_2_one_sided},
    {two_rows_stride_2_two_sided, two_columns_stride_2_two_sided},
};

}  // namespace

void depthwise_conv_2d_3x3_s8(const DepthwiseConv2d3x3Params& params, const int8_t* input,
                              int8_t* output, int8_t* scratch) {
    const DepthwiseConv2d3x3Params p = params;
    const int32_t row_bytes = p.input_width * p.channels;
    const int32_t columns = (p.output_width - 1) * p.stride + 3;
    const int32_t plane = kColumnWords * columns;
    const int32_t room = columns - p.pad_left;
    const int32_t inside = room < p.input_width ? room : p.input_width;
    int8_t* const border = scratch;
    uint32_t* const planes = reinterpret_cast<uint32_t*>(scratch + (row_bytes + 3) / 4 * 4);

    fill_words(reinterpret_cast<uint32_t*>(border), (row_bytes + 3) / 4,
               spread(p.input_zero_point));
    fill_words(planes, kGroup * plane, spread(p.input_zero_point) & kHighBytes);

    Rows window;
    window.mask = kHighBytes;
    window.offset = (inside - 1) * p.channels;
    window.words = planes + kColumnWords * (p.pad_left + inside - 1);
    window.plane = plane * 4;
    window.back = 3 * plane * 4 + kColumnWords * 4;
    window.stride = p.channels;
    Strip strip;
    strip.row = p.output_width * p.channels;
    strip.three_rows = 3 * strip.row;
    strip.column = p.channels;
    strip.span = strip.row;
    const int32_t filter_words = p.two_sided ? kTwoSidedWords : kOneSidedWords;

    for (int32_t y = 0; y < p.output_height;) {
        const int32_t left = p.output_height - y;
        const bool four = p.stride == 1 && left > 2 && p.output_height >= 4;
        const int32_t rows = four ? 4 : 2;
        if (left < rows) y = p.output_height - rows;  // some rows are computed again
        const int8_t* sources[6];
        for (int32_t i = 0; i < 6; ++i) {
            const int32_t from = y * p.stride - p.pad_top + i;
            const bool outside = from < 0 || from >= p.input_height;
            sources[i] = outside ? border : input + from * row_bytes;
        }
        const ComputeStrip compute =
            p.stride == 1 ? kStride1[p.two_sided][four] : kStride2[p.two_sided][p.column_pairs];
        for (int32_t channel = 0; channel < p.channels; channel += kGroup) {
            if (channel > p.channels - kGroup) channel = p.channels - kGroup;
            for (int32_t i = 0; i < 6; ++i) window.sources[i] = sources[i] + channel;
            if (inside > 0) widen_rows(&window);
            strip.planes = planes;
            strip.filters = p.filters + channel * filter_words;
            strip.output = output + y * strip.row + channel;
            strip.end = strip.output + strip.span;
            strip.channels = kGroup;
            compute(&strip);
        }
        y += rows;
    }
}

}  // namespace neurio
