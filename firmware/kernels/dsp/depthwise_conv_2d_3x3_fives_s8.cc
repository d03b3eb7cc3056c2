#include "kernels/dsp/depthwise_conv_2d_3x3_fives_s8.h"

#include <stddef.h>

#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kFive = 5;
constexpr int32_t kGroup = 4;     // channels a turn
constexpr int32_t kRowWords = 4;  // of a plane
constexpr int32_t kFilterWords = 10;

// A channel of five columns. The assembly copies all but `plane` and the last weights to the stack.
struct Slide {
    const uint32_t* plane;
    uint32_t last_weights[2];
    uint32_t multiplier;
    uint32_t addend;
    int8_t* output;
    int32_t pixel_bytes;
    uint32_t first_weights[2];
    uint32_t middle_weights[2];
    uint32_t bias;
    int32_t row_bytes;
    const uint32_t* plane_end;  // the row behind the last that an output begins with
    uint32_t negative_step;
};

static_assert(offsetof(Slide, multiplier) == 12 && sizeof(Slide) == 60,
              "the assembly copies twelve words");

// clang-format off

// r0 plane, r1-r5 sums, r6-r9 a row of the plane, r10 and r11 weights of the last row, r12 and lr of
// the others.
#define FIRST_ROW                           \
    "smlad r1, r6, r12, r5\n"               \
    "smlatb r2, r6, r12, r5\n"              \
    "smlad r3, r7, r12, r5\n"               \
    "smlatb r4, r7, r12, r5\n"              \
    "smlad r5, r8, r12, r5\n"

#define ROW_BEGIN(w)                        \
    "smlad r1, r6, " w ", r1\n"             \
    "smlatb r2, r6, " w ", r2\n"            \
    "smlad r3, r7, " w ", r3\n"             \
    "smlatb r4, r7, " w ", r4\n"            \
    "smlad r5, r8, " w ", r5\n"

#define ROW_END(w)                          \
    "smlabt r1, r7, " w ", r1\n"            \
    "smlad r2, r7, " w ", r2\n"             \
    "smlabt r3, r8, " w ", r3\n"            \
    "smlad r4, r8, " w ", r4\n"             \
    "smlabt r5, r9, " w ", r5\n"

#define ONE_SIDED(sum)                      \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "ssat " sum ", #8, " sum ", asr #16\n"

#define TWO_SIDED(sum)                      \
    "and r12, lr, " sum ", asr #31\n"       \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "sub " sum ", " sum ", r12\n"           \
    "ssat " sum ", #8, " sum ", asr #16\n"

// Stack: 0 multiplier, 4 addend, 8 output, 12 pixel_bytes, 16 first and 24 middle weights, 32 bias,
// 36 row_bytes, 40 plane_end, 44 negative_step.
#define SLIDE(name, LOAD_STEP, CODE)                                                               \
    [[gnu::naked, gnu::noinline]] void name(const Slide*) {                                        \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #52\n"                                                                    \
            "mov lr, r0\n"                                                                         \
            "ldm lr!, {r0, r10, r11}\n"                                                            \
            "ldm lr, {r1-r9, r12}\n"                                                               \
            "stm sp, {r1-r9, r12}\n"                                                               \
            "ldrd r1, r2, [lr, #40]\n"                                                             \
            "strd r1, r2, [sp, #40]\n"                                                             \
            ".balign 4\n"                                                                          \
            "1:\n"                                                                                 \
            "ldr.w r5, [sp, #32]\n"                                                                \
            "ldrd r12, lr, [sp, #16]\n"                                                            \
            "ldm.w r0!, {r6-r9}\n"                                                                 \
            FIRST_ROW ROW_END("lr")                                                                \
            "ldrd r12, lr, [sp, #24]\n"                                                            \
            "ldm.w r0!, {r6-r9}\n"                                                                 \
            ROW_BEGIN("r12") ROW_END("lr")                                                         \
            "ldm.w r0!, {r6-r9}\n"                                                                 \
            ROW_BEGIN("r10") ROW_END("r11")                                                        \
            "ldm.w sp, {r6-r9}\n"                                                                  \
            LOAD_STEP                                                                              \
            CODE("r1") CODE("r2") CODE("r3") CODE("r4") CODE("r5")                                 \
            "ldr.w r6, [sp, #36]\n"                                                                \
            "ldr.w r7, [sp, #40]\n"                                                                \
            "add.w r12, r8, r9, lsl #1\n"                                                          \
            "strb.w r1, [r8]\n"                                                                    \
            "strb.w r2, [r8, r9]\n"                                                                \
            "strb.w r3, [r12]\n"                                                                   \
            "strb.w r4, [r12, r9]\n"                                                               \
            "strb.w r5, [r12, r9, lsl #1]\n"                                                       \
            "add.w r8, r8, r6\n"                                                                   \
            "sub.w r0, r0, #32\n"                                                                  \
            "str.w r8, [sp, #8]\n"                                                                 \
            "cmp.w r0, r7\n"                                                                       \
            "bne.w 1b\n"                                                                           \
            "add sp, sp, #52\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

SLIDE(slide_one_sided, "", ONE_SIDED)
SLIDE(slide_two_sided, "ldr.w lr, [sp, #44]\n", TWO_SIDED)

// clang-format on

// Pixels `a` and `b` of four channels, to a word of each plane.
inline void store_pairs(uint32_t a, uint32_t b, uint32_t* words, int32_t plane_words) {
    const uint32_t bottom = pack_bottom(a, b);
    const uint32_t top = pack_top(a, b);
    words[0] = even_pair(bottom);
    words[plane_words] = odd_pair(bottom);
    words[2 * plane_words] = even_pair(top);
    words[3 * plane_words] = odd_pair(top);
}

// Seven columns of four channels, from the column `left` on, to planes of `rows` rows.
void make_planes(const DepthwiseConv2d3x3FivesParams& p, const int8_t* image, int32_t left,
                 uint32_t* planes, int32_t rows) {
    const int32_t plane_words = kRowWords * rows;
    const uint32_t outside = spread(p.input_zero_point);
    const bool open_left = left >= 0;
    const bool open_right = left + kFive + 1 < p.input_width;
    const int32_t c = p.channels;
    for (int32_t row = 0; row < rows; ++row, planes += kRowWords) {
        const int32_t y = row - p.pad_top;
        if (y < 0 || y >= p.input_height) {
            for (int32_t i = 0; i < kRowWords; ++i) {
                store_pairs(outside, outside, planes + i, plane_words);
            }
            continue;
        }
        const int8_t* from = image + (y * p.input_width + left + 1) * c;
        const uint32_t first = open_left ? load_word(from - c) : outside;
        store_pairs(first, load_word(from), planes, plane_words);
        store_pairs(load_word(from + c), load_word(from + 2 * c), planes + 1, plane_words);
        from += 3 * c;
        store_pairs(load_word(from), load_word(from + c), planes + 2, plane_words);
        const uint32_t last = open_right ? load_word(from + 2 * c) : outside;
        store_pairs(last, last, planes + 3, plane_words);
    }
}

}  // namespace

void depthwise_conv_2d_3x3_fives_s8(const DepthwiseConv2d3x3FivesParams& params,
                                    const int8_t* input, int8_t* output, int8_t* scratch) {
    const DepthwiseConv2d3x3FivesParams p = params;
    const int32_t rows = p.output_height + 2;
    uint32_t* const planes = reinterpret_cast<uint32_t*>(scratch);
    Slide slide;
    slide.pixel_bytes = p.channels;
    slide.row_bytes = p.output_width * p.channels;
    for (int32_t group = 0; group < p.channels; group += kGroup) {
        const int32_t channel = group > p.channels - kGroup ? p.channels - kGroup : group;
        for (int32_t x = 0; x < p.output_width; x += kFive) {
            make_planes(p, input + channel, x - p.pad_left, planes, rows);
            const uint32_t* w = p.filters + channel * kFilterWords;
            for (int32_t i = 0; i < kGroup; ++i, w += kFilterWords) {
                slide.plane = planes + i * kRowWords * rows;
                slide.plane_end = slide.plane + kRowWords * p.output_height;
                slide.first_weights[0] = w[0];
                slide.first_weights[1] = w[1];
                slide.middle_weights[0] = w[2];
                slide.middle_weights[1] = w[3];
                slide.last_weights[0] = w[4];
                slide.last_weights[1] = w[5];
                slide.bias = w[6];
                slide.multiplier = w[7];
                slide.addend = w[8];
                slide.negative_step = w[9];
                slide.output = output + x * p.channels + channel + i;
                if (p.two_sided) {
                    slide_two_sided(&slide);
                } else {
                    slide_one_sided(&slide);
                }
            }
        }
    }
}

}  // namespace neurio
