#include "kernels/dsp/depthwise_conv_2d_taps_s8.h"

#include "kernels/dsp/four_codes.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kGroup = 4;  // channels a turn

// A line of outputs of four channels. The assembly copies all from `taps` to the stack.
struct Line {
    const int8_t* input;
    uint32_t mask;  // kHighBytes
    const int32_t* taps;
    const uint32_t* filters;
    int8_t* output;
    int32_t input_step;
    int32_t output_step;
    const int8_t* end;  // of the output
};

// Register use: r0 input, r1 filters, r2 taps, r3 mask, r4-r7 sums, the others temporary.
#define NEURIO_SUM_TAPS            \
    "push {r4-r11, lr}\n"          \
    "ldm r0, {r0, r3, r4-r9}\n"    \
    "push {r4-r9}\n"               \
    "1:\n"                         \
    "ldrd r2, r1, [sp]\n"          \
    "ldm r1!, {r4-r7}\n"           \
    "ldm r2!, {r12, lr}\n"         \
    "2:\n"                         \
    "ldr r12, [r0, r12]\n"         \
    "ldr lr, [r0, lr]\n"           \
    "pkhbt r8, r12, lr, lsl #16\n" \
    "pkhtb r9, lr, r12, asr #16\n" \
    "and r10, r3, r8, lsl #8\n"    \
    "and r8, r3\n"                 \
    "and r11, r3, r9, lsl #8\n"    \
    "and r9, r3\n"                 \
    "ldrd r12, lr, [r1], #8\n"     \
    "smlad r4, r10, r12, r4\n"     \
    "smlad r5, r8, lr, r5\n"       \
    "ldrd r12, lr, [r1], #8\n"     \
    "smlad r6, r11, r12, r6\n"     \
    "smlad r7, r9, lr, r7\n"       \
    "ldm r2!, {r12, lr}\n"         \
    "cmp r12, #0x80000000\n"       \
    "bne 2b\n"

#define NEURIO_NEXT_OUTPUT       \
    "ldrd r8, r9, [sp, #8]\n"    \
    "ldrd r10, r11, [sp, #16]\n" \
    "str r4, [r8]\n"             \
    "add r0, r9\n"               \
    "add r8, r10\n"              \
    "str r8, [sp, #8]\n"         \
    "cmp r8, r11\n"              \
    "bne 1b\n"                   \
    "add sp, #24\n"              \
    "pop {r4-r11, pc}\n"

[[gnu::naked, gnu::noinline]] void compute_one_sided([[maybe_unused]] const Line* line) {
    asm volatile(NEURIO_SUM_TAPS NEURIO_FOUR_CODES_ONE_SIDED NEURIO_NEXT_OUTPUT);
}

[[gnu::naked, gnu::noinline]] void compute_two_sided([[maybe_unused]] const Line* line) {
    asm volatile(NEURIO_SUM_TAPS NEURIO_FOUR_CODES_TWO_SIDED NEURIO_NEXT_OUTPUT);
}

// Copies the rows of a line, four channels from `input` on, into a frame of zero points.
void copy_rows(const DepthwiseConv2dTapsParams& p, const int8_t* input, int32_t line,
               uint32_t* rows) {
    const uint32_t zero = spread(p.input_zero_point);
    int32_t y = line * p.stride_height - p.pad_top;
    for (int32_t row = 0; row < p.rows; ++row) {
        uint32_t* const words = rows + p.pad_left;
        if (y < 0 || y >= p.input_height) {
            fill_words(words, p.columns_inside, zero);
        } else {
            const int8_t* source = input + y * p.input_width * p.channels;
            for (int32_t x = 0; x < p.columns_inside; ++x) {
                words[x] = load_word(source);
                source += p.channels;
            }
        }
        rows += p.columns;
        y += p.dilation_height;
    }
}

}  // namespace

void depthwise_conv_2d_taps_s8(const DepthwiseConv2dTapsParams& params, const int8_t* input,
                               int8_t* output, int8_t* scratch) {
    const DepthwiseConv2dTapsParams& p = params;
    uint32_t* const rows = reinterpret_cast<uint32_t*>(scratch);
    fill_words(rows, p.rows * p.columns, spread(p.input_zero_point));
    Line line;
    line.mask = kHighBytes;
    line.taps = p.taps;
    line.filters = p.filters;
    line.input_step = p.pixel_input_step;
    line.output_step = p.pixel_output_step;
    for (int32_t channel = 0; channel < p.channels; channel += kGroup) {
        if (channel > p.channels - kGroup) channel = p.channels - kGroup;
        line.input = input + channel;
        line.output = output + channel;
        for (int32_t i = 0; i < p.lines; ++i) {
            if (p.rows > 0) {
                copy_rows(p, input + channel, i, rows);
                line.input = scratch;
            }
            line.end = line.output + p.pixels * p.pixel_output_step;
            p.two_sided ? compute_two_sided(&line) : compute_one_sided(&line);
            line.input += p.line_input_step;
            line.output += p.line_output_step;
        }
        line.filters += p.filter_words;
    }
}

void depthwise_conv_2d_taps_s8(const DepthwiseConv2dTapsParams& params, const int8_t* input,
                               int8_t* output) {
    depthwise_conv_2d_taps_s8(params, input, output, nullptr);
}

}  // namespace neurio
