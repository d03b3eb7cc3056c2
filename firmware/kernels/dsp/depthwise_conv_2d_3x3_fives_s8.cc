#include "kernels/dsp/depthwise_conv_2d_3x3_fives_s8.h"

#include <stddef.h>

#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kFive = 5;
constexpr int32_t kGroup = 4;     // channels a turn
constexpr int32_t kRowWords = 4;  // of a plane
constexpr int32_t kFilterWords = 10;

// A channel of five columns.
struct Slide {
    const uint32_t* plane;
    const uint32_t* filter;
    int8_t* output;
    int32_t pixel_bytes;
    int32_t row_bytes;
    const uint32_t* plane_end;  // the row behind the last that an output begins with
};

static_assert(sizeof(Slide) == 24, "the assembly loads six words");

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
    [[gnu::naked, gnu::noinline, gnu::aligned(32)]] void name(const Slide*) {                                        \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #52\n"                                                                    \
            "ldm r0, {r0-r5}\n" /* the fields of Slide */                                          \
            "strd r2, r3, [sp, #8]\n"                                                              \
            "strd r4, r5, [sp, #36]\n"                                                             \
            "ldm r1!, {r6-r9}\n"                                                                   \
            "strd r6, r7, [sp, #16]\n"                                                             \
            "strd r8, r9, [sp, #24]\n"                                                             \
            "ldm r1, {r6-r11}\n"                                                                   \
            "str r8, [sp, #32]\n"                                                                  \
            "strd r9, r10, [sp]\n"                                                                 \
            "str r11, [sp, #44]\n"                                                                 \
            "mov r10, r6\n"                                                                        \
            "mov r11, r7\n"                                                                        \
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

// Rows of seven columns on their way into planes; the first and the last column may lie outside of
// the image, where their steps are 0.
struct Columns {
    int32_t row_bytes;  // from one row to the next
    int32_t first_step;
    int32_t last_step;
    int32_t pixel_bytes;
    const int8_t* from;  // the second column
    const int8_t* first;
    const int8_t* last;
    uint32_t* planes;
    int32_t plane_bytes;
    int32_t rows;  // at least 1
};

static_assert(offsetof(Columns, from) == 16 && sizeof(Columns) == 40,
              "the assembly loads the fields by their offsets");

// clang-format off

// The pixels in r6 and r7 to a word of each plane: r3, r4, r9, r10. r12 is kHighBytes.
#define STORE_PAIRS(word)                   \
    "pkhbt r8, r6, r7, lsl #16\n"           \
    "pkhtb r11, r7, r6, asr #16\n"          \
    "and r6, r12, r8, lsl #8\n"             \
    "and r7, r12, r8\n"                     \
    "and r8, r12, r11, lsl #8\n"            \
    "and r11, r12, r11\n"                   \
    "str.w r6, [r3, #" word "]\n"           \
    "str.w r7, [r4, #" word "]\n"           \
    "str.w r8, [r9, #" word "]\n"           \
    "str.w r11, [r10, #" word "]\n"

// r0 second column, r1 first, r2 last, r5 pixel_bytes, lr rows left. Stack: what the columns step.
[[gnu::naked, gnu::noinline, gnu::aligned(32)]] void widen_columns(const Columns*) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "sub sp, sp, #12\n"
        "ldm r0!, {r1, r2, r3, r5}\n"
        "stm sp, {r1, r2, r3}\n"
        "ldm r0, {r0, r1, r2, r3, r4, lr}\n"
        "add r9, r3, r4, lsl #1\n"
        "add r10, r9, r4\n"
        "add r4, r3, r4\n"
        "mov r12, #0xFF00FF00\n"
        ".balign 4\n"
        "1:\n"
        "ldr.w r6, [r1]\n"
        "ldr.w r7, [r0]\n"
        STORE_PAIRS("0")
        "add.w r8, r0, r5\n"
        "ldr.w r6, [r8]\n"
        "ldr.w r7, [r8, r5]\n"
        STORE_PAIRS("4")
        "add.w r8, r5, r5, lsl #1\n"
        "add.w r8, r8, r0\n"
        "ldr.w r6, [r8]\n"
        "ldr.w r7, [r8, r5]\n"
        STORE_PAIRS("8")
        "ldr.w r6, [r2]\n"
        "and r7, r12, r6, lsl #8\n"
        "and r8, r12, r6\n"
        "and r11, r12, r6, lsr #8\n"
        "and r6, r12, r6, lsr #16\n"
        "str.w r7, [r3, #12]\n"
        "str.w r8, [r4, #12]\n"
        "str.w r11, [r9, #12]\n"
        "str.w r6, [r10, #12]\n"
        "ldm.w sp, {r6, r7, r8}\n"
        "add.w r0, r0, r6\n"
        "add.w r1, r1, r7\n"
        "add.w r2, r2, r8\n"
        "add.w r3, r3, #16\n"
        "add.w r4, r4, #16\n"
        "add.w r9, r9, #16\n"
        "add.w r10, r10, #16\n"
        "subs.w lr, lr, #1\n"
        "bne.w 1b\n"
        "add sp, sp, #12\n"
        "pop {r4-r11, pc}\n");
}

// clang-format on

inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

// Seven columns of four channels, from the column `left` on, to planes of `rows` rows.
void make_planes(const DepthwiseConv2d3x3FivesParams& p, const int8_t* image, int32_t left,
                 uint32_t* planes, int32_t rows) {
    const uint32_t outside = spread(p.input_zero_point);
    const int8_t* const border = reinterpret_cast<const int8_t*>(&outside);
    const bool open_left = left >= 0;
    const bool open_right = left + kFive + 1 < p.input_width;
    const int32_t line = p.input_width * p.channels;
    const int32_t above = smaller(p.pad_top, rows);
    const int32_t inside = smaller(p.input_height, rows - above);
    const int32_t below = rows - above - inside;
    Columns columns;
    columns.plane_bytes = kRowWords * 4 * rows;

    const auto outside_rows = [&](int32_t first, int32_t count) {
        if (count == 0) return;
        columns.row_bytes = columns.first_step = columns.last_step = columns.pixel_bytes = 0;
        columns.from = columns.first = columns.last = border;
        columns.planes = planes + kRowWords * first;
        columns.rows = count;
        widen_columns(&columns);
    };
    outside_rows(0, above);
    outside_rows(above + inside, below);
    if (inside == 0) return;
    columns.row_bytes = line;
    columns.first_step = open_left ? line : 0;
    columns.last_step = open_right ? line : 0;
    columns.pixel_bytes = p.channels;
    columns.from = image + (left + 1) * p.channels;
    columns.first = open_left ? image + left * p.channels : border;
    columns.last = open_right ? image + (left + kFive + 1) * p.channels : border;
    columns.planes = planes + kRowWords * above;
    columns.rows = inside;
    widen_columns(&columns);
}

}  // namespace

[[gnu::aligned(32)]] void depthwise_conv_2d_3x3_fives_s8(
    const DepthwiseConv2d3x3FivesParams& params, const int8_t* input, int8_t* output,
    int8_t* scratch) {
    const DepthwiseConv2d3x3FivesParams p = params;
    const int32_t rows = p.output_height + 2;
    uint32_t* const planes = reinterpret_cast<uint32_t*>(scratch);
    const int32_t plane_words = kRowWords * rows;
    Slide slide;
    slide.pixel_bytes = p.channels;
    slide.row_bytes = p.output_width * p.channels;
    for (int32_t group = 0; group < p.channels; group += kGroup) {
        const int32_t channel = group > p.channels - kGroup ? p.channels - kGroup : group;
        for (int32_t x = 0; x < p.output_width; x += kFive) {
            make_planes(p, input + channel, x - p.pad_left, planes, rows);
            slide.filter = p.filters + channel * kFilterWords;
            slide.output = output + x * p.channels + channel;
            slide.plane = planes;
            slide.plane_end = planes + kRowWords * p.output_height;
            for (int32_t i = 0; i < kGroup; ++i) {
                if (p.two_sided) {
                    slide_two_sided(&slide);
                } else {
                    slide_one_sided(&slide);
                }
                slide.filter += kFilterWords;
                ++slide.output;
                slide.plane += plane_words;
                slide.plane_end += plane_words;
            }
        }
    }
}

}  // namespace neurio
