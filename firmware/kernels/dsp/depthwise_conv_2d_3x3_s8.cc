#include "kernels/dsp/depthwise_conv_2d_3x3_s8.h"

#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kGroup = 4;          // channels a turn
constexpr int32_t kColumnWords = 3;    // P, Q, R
constexpr int32_t kOneSidedWords = 9;  // per channel in `filters`
constexpr int32_t kTwoSidedWords = 10;

// Six input rows of four channels on their way into planes. The assembly copies all to the stack.
struct Rows {
    const int8_t* sources[6];
    uint32_t mask;    // kHighBytes
    int32_t offset;   // from a source to its last pixel
    uint32_t* words;  // the last column of the first plane
    int32_t plane;    // bytes from one plane to the next
    int32_t back;     // 3 planes and a column
    int32_t stride;   // bytes from one pixel to the next
};

// Registers: r0 mask, r1 offset, r2 words, r3 plane, r4 back, r5 stride, r6-r11 rows.
// 40 instructions a column of four channels, 24 activations, from the last column to the first.
[[gnu::naked, gnu::noinline]] void widen_rows([[maybe_unused]] const Rows* rows) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "ldm r0!, {r6-r11}\n"
        "push {r6-r11}\n"
        "ldm r0, {r0-r5}\n"
        "1:\n"
        "ldm sp, {r6-r11}\n"
        "ldr r6, [r6, r1]\n"
        "ldr r7, [r7, r1]\n"
        "ldr r8, [r8, r1]\n"
        "ldr r9, [r9, r1]\n"
        "ldr r10, [r10, r1]\n"
        "ldr r11, [r11, r1]\n"
        // Channels 0 and 1 into r6, r8, r10; channels 2 and 3 into r12, r7, r9.
        "pkhtb r12, r7, r6, asr #16\n"
        "pkhbt r6, r6, r7, lsl #16\n"
        "pkhtb r7, r9, r8, asr #16\n"
        "pkhbt r8, r8, r9, lsl #16\n"
        "pkhtb r9, r11, r10, asr #16\n"
        "pkhbt r10, r10, r11, lsl #16\n"
        "and r11, r0, r6, lsl #8\n"
        "and lr, r0, r8, lsl #8\n"
        "strd r11, lr, [r2]\n"
        "and r11, r0, r10, lsl #8\n"
        "str r11, [r2, #8]\n"
        "add r2, r3\n"
        "and r6, r0\n"
        "and r8, r0\n"
        "and r10, r0\n"
        "stm r2, {r6, r8, r10}\n"
        "add r2, r3\n"
        "and r6, r0, r12, lsl #8\n"
        "and r8, r0, r7, lsl #8\n"
        "and r10, r0, r9, lsl #8\n"
        "stm r2, {r6, r8, r10}\n"
        "add r2, r3\n"
        "and r6, r0, r12\n"
        "and r7, r0\n"
        "and r9, r0\n"
        "stm r2, {r6, r7, r9}\n"
        "sub r2, r4\n"
        "subs r1, r5\n"
        "bpl 1b\n"
        "add sp, #24\n"
        "pop {r4-r11, pc}\n");
}

// Outputs of four channels and some rows. The first fields are copied to the stack by the assembly.
struct Strip {
    const uint32_t* planes;
    const int32_t* filters;
    int8_t* output;
    int32_t row;  // bytes from one output row to the next
    int32_t three_rows;
    int32_t column;  // bytes from one output column to the next
    int8_t* end;     // of the first row and channel
    int32_t span;    // bytes from `output` to `end`
    int32_t channels;
};

// clang-format off: one instruction a line

// Register use in all loops: r0 plane, r1 filters, r2-r5 accumulators, r6-r11 words of the plane,
// r12 and lr weights; then r6 multiplier, r7 addend, r8 output, r9 row, r10 three rows, r11 column,
// r12 end.
#define NEURIO_ENTER             \
    "push {r4-r11, lr}\n"        \
    "ldm r0, {r0, r1, r4-r10}\n" \
    "push {r4-r10}\n"

#define NEURIO_LEAVE \
    "add sp, #28\n"  \
    "pop {r4-r11, pc}\n"

// From one channel to the next: `filter` is the bytes a channel has in filters, `rest` what the
// columns left of the plane.
#define NEURIO_NEXT_CHANNEL(filter, rest) \
    "ldr r6, [sp, #20]\n"                 \
    "ldr r7, [sp, #24]\n"                 \
    "add r12, #1\n"                       \
    "sub r8, r12, r6\n"                   \
    "str r8, [sp]\n"                      \
    "str r12, [sp, #16]\n"                \
    "add r0, #" rest                      \
    "\n"                                  \
    "add r1, #" filter                    \
    "\n"                                  \
    "subs r7, #1\n"                       \
    "str r7, [sp, #24]\n"                 \
    "bne 1b\n"

#define NEURIO_ROWS_0_1(p, q) \
    "smlad r2, " p            \
    ", r12, r2\n"             \
    "smlabt r2, " q           \
    ", lr, r2\n"              \
    "smlatb r3, " p           \
    ", r12, r3\n"             \
    "smlad r3, " q ", lr, r3\n"

#define NEURIO_ROWS_2_3(q, r) \
    "smlad r4, " q            \
    ", r12, r4\n"             \
    "smlabt r4, " r           \
    ", lr, r4\n"              \
    "smlatb r5, " q           \
    ", r12, r5\n"             \
    "smlad r5, " r ", lr, r5\n"

// The first column's products on top of the bias in r2.
#define NEURIO_SUM_TWO_ROWS                      \
    "ldm r0!, {r6, r7, r8}\n"                    \
    "ldm r1, {r2, r12, lr}\n"                    \
    "smlatb r3, r6, r12, r2\n"                   \
    "smlad r2, r6, r12, r2\n"                    \
    "smlabt r2, r7, lr, r2\n"                    \
    "smlad r3, r7, lr, r3\n"                     \
    "ldm r0, {r6-r11}\n"                         \
    "ldrd r12, lr, [r1, #12]\n" NEURIO_ROWS_0_1( \
        "r6", "r7") "ldrd r12, lr, [r1, #20]\n" NEURIO_ROWS_0_1("r9", "r10")

#define NEURIO_SUM_FOUR_ROWS                                                                 \
    "ldm r0!, {r6, r7, r8}\n"                                                                \
    "ldm r1, {r2, r12, lr}\n"                                                                \
    "smlatb r3, r6, r12, r2\n"                                                               \
    "smlad r4, r7, r12, r2\n"                                                                \
    "smlatb r5, r7, r12, r2\n"                                                               \
    "smlad r2, r6, r12, r2\n"                                                                \
    "smlabt r2, r7, lr, r2\n"                                                                \
    "smlad r3, r7, lr, r3\n"                                                                 \
    "smlabt r4, r8, lr, r4\n"                                                                \
    "smlad r5, r8, lr, r5\n"                                                                 \
    "ldm r0, {r6-r11}\n"                                                                     \
    "ldrd r12, lr, [r1, #12]\n" NEURIO_ROWS_0_1("r6", "r7")                                  \
        NEURIO_ROWS_2_3("r7", "r8") "ldrd r12, lr, [r1, #20]\n" NEURIO_ROWS_0_1("r9", "r10") \
            NEURIO_ROWS_2_3("r10", "r11")

// Stride 2: the second output row begins at Q.
#define NEURIO_ROWS_0_2(p, q, r) \
    "smlad r2, " p               \
    ", r12, r2\n"                \
    "smlabt r2, " q              \
    ", lr, r2\n"                 \
    "smlad r3, " q               \
    ", r12, r3\n"                \
    "smlabt r3, " r ", lr, r3\n"

#define NEURIO_SUM_TWO_ROWS_STRIDE_2 \
    "ldm r0!, {r6-r11}\n"                   \
    "ldm r1, {r2, r12, lr}\n"               \
    "smlad r3, r7, r12, r2\n"               \
    "smlabt r3, r8, lr, r3\n"               \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r2, r7, lr, r2\n"               \
    "ldrd r12, lr, [r1, #12]\n"             \
    NEURIO_ROWS_0_2("r9", "r10", "r11")     \
    "ldm r0, {r6-r8}\n"                     \
    "ldrd r12, lr, [r1, #20]\n"             \
    NEURIO_ROWS_0_2("r6", "r7", "r8")

#define NEURIO_ONE_SIDED_PARAMETERS \
    "ldrd r6, r7, [r1, #28]\n"      \
    "ldm sp, {r8-r12}\n"

#define NEURIO_STORE_ONE_SIDED(sum, where) \
    "smmla " sum ", " sum                  \
    ", r6, r7\n"                           \
    "ssat " sum ", #8, " sum               \
    ", asr #16\n"                          \
    "strb " sum ", [r8" where "]\n"

#define NEURIO_TWO_SIDED_PARAMETERS \
    "ldrd r6, r7, [r1, #28]\n"      \
    "ldr lr, [r1, #36]\n"           \
    "ldm sp, {r8-r11}\n"

#define NEURIO_STORE_TWO_SIDED(sum, where) \
    "and r12, lr, " sum                    \
    ", asr #31\n"                          \
    "smmla " sum ", " sum                  \
    ", r6, r7\n"                           \
    "sub " sum ", " sum                    \
    ", r12\n"                              \
    "ssat " sum ", #8, " sum               \
    ", asr #16\n"                          \
    "strb " sum ", [r8" where "]\n"

#define NEURIO_NEXT_COLUMN \
    "add r8, r8, r11\n"    \
    "str r8, [sp]\n"       \
    "cmp r8, r12\n"        \
    "bne 1b\n"

// 47 instructions for four outputs, 36 MACs: 1.31 a MAC.
[[gnu::naked, gnu::noinline]] void four_rows_one_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(
        NEURIO_ENTER "1:\n" NEURIO_SUM_FOUR_ROWS NEURIO_ONE_SIDED_PARAMETERS NEURIO_STORE_ONE_SIDED(
            "r2", "") NEURIO_STORE_ONE_SIDED("r3", ", r9")
            NEURIO_STORE_ONE_SIDED("r4", ", r9, lsl #1") NEURIO_STORE_ONE_SIDED("r5", ", r10")
                NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "24") NEURIO_LEAVE);
}

// 29 instructions for two outputs: 1.61 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_one_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER
                 "1:\n" NEURIO_SUM_TWO_ROWS NEURIO_ONE_SIDED_PARAMETERS NEURIO_STORE_ONE_SIDED(
                     "r2", "") NEURIO_STORE_ONE_SIDED("r3", ", r9")
                     NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "24") NEURIO_LEAVE);
}

// 57 instructions for four outputs: 1.58 a MAC.
[[gnu::naked, gnu::noinline]] void four_rows_two_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(
        NEURIO_ENTER "1:\n" NEURIO_SUM_FOUR_ROWS NEURIO_TWO_SIDED_PARAMETERS NEURIO_STORE_TWO_SIDED(
            "r2", "") NEURIO_STORE_TWO_SIDED("r3", ", r9")
            NEURIO_STORE_TWO_SIDED("r4", ", r9, lsl #1") NEURIO_STORE_TWO_SIDED(
                "r5", ", r10") "ldr r12, [sp, #16]\n" NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40",
                                                                                             "24")
                NEURIO_LEAVE);
}

// 35 instructions for two outputs: 1.94 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_two_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(
        NEURIO_ENTER
        "1:\n" NEURIO_SUM_TWO_ROWS NEURIO_TWO_SIDED_PARAMETERS NEURIO_STORE_TWO_SIDED("r2", "")
            NEURIO_STORE_TWO_SIDED(
                "r3", ", r9") "ldr r12, [sp, #16]\n" NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40",
                                                                                            "24")
                NEURIO_LEAVE);
}

// 29 instructions for two outputs: 1.61 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_stride_2_one_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS_STRIDE_2 NEURIO_ONE_SIDED_PARAMETERS
                     NEURIO_STORE_ONE_SIDED("r2", "") NEURIO_STORE_ONE_SIDED("r3", ", r9")
                         NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "12") NEURIO_LEAVE);
}

// 35 instructions for two outputs: 1.94 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_stride_2_two_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(
        NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS_STRIDE_2 NEURIO_TWO_SIDED_PARAMETERS
            NEURIO_STORE_TWO_SIDED("r2", "") NEURIO_STORE_TWO_SIDED(
                "r3", ", r9") "ldr r12, [sp, #16]\n" NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40",
                                                                                            "12")
                NEURIO_LEAVE);
}

// clang-format on

using ComputeStrip = void (*)(const Strip*);

// By stride - 1, two_sided, and whether four rows are left.
constexpr ComputeStrip kComputeStrip[2][2][2] = {
    {{two_rows_one_sided, four_rows_one_sided}, {two_rows_two_sided, four_rows_two_sided}},
    {{two_rows_stride_2_one_sided, nullptr}, {two_rows_stride_2_two_sided, nullptr}},
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
        const ComputeStrip compute = kComputeStrip[p.stride - 1][p.two_sided][four];
        for (int32_t channel = 0; channel < p.channels; channel += kGroup) {
            if (channel > p.channels - kGroup) channel = p.channels - kGroup;
            for (int32_t i = 0; i < 6; ++i) window.sources[i] = sources[i] + channel;
            widen_rows(&window);
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
