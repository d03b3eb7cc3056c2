#include "kernels/dsp/depthwise_conv_1d_s8.h"

#include "kernels/dsp/four_codes.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kGroup = 4;       // channels a turn, and words of a position's pairs
constexpr int32_t kTurnBytes = 24;  // of code, for a pair of taps

// Every other output of a line, of four channels. The assembly copies all to the stack.
struct Run {
    const uint32_t* pairs;
    const uint32_t* filters;
    int32_t code_bytes;  // of the turns for the pairs of taps
    int8_t* output;
    int32_t output_step;
    const int8_t* end;
};

// Register use: r0 pairs, r1 filters, r4-r7 sums. The turns are entered so far from their end as
// there are pairs of taps.
#define NEURIO_SUM_PAIRS             \
    "push {r4-r11, lr}\n"            \
    "ldm r0, {r0-r5}\n"              \
    "adr r6, 2f\n"                   \
    "sub r2, r6, r2\n"               \
    "orr r2, #1\n"                   \
    "push {r0-r5}\n"                 \
    "1:\n"                           \
    "ldm sp, {r0, r1}\n"             \
    "ldm r1!, {r4-r7}\n"             \
    "ldr pc, [sp, #8]\n"             \
    ".balign 4\n"                    \
    ".rept 16\n"                     \
    "ldm.w r0!, {r8-r11}\n"          \
    "ldm.w r1!, {r2, r3, r12, lr}\n" \
    "smlad r4, r8, r2, r4\n"         \
    "smlad r5, r9, r3, r5\n"         \
    "smlad r6, r10, r12, r6\n"       \
    "smlad r7, r11, lr, r7\n"        \
    ".endr\n"                        \
    "2:\n"

#define NEURIO_NEXT_OUTPUT     \
    "ldr r0, [sp]\n"           \
    "ldrd r8, r9, [sp, #12]\n" \
    "ldr r10, [sp, #20]\n"     \
    "str r4, [r8]\n"           \
    "add r0, #16\n"            \
    "add r8, r9\n"             \
    "str r0, [sp]\n"           \
    "str r8, [sp, #12]\n"      \
    "cmp r8, r10\n"            \
    "bne 1b\n"                 \
    "add sp, #24\n"            \
    "pop {r4-r11, pc}\n"

[[gnu::naked, gnu::noinline]] void compute_one_sided([[maybe_unused]] const Run* run) {
    asm volatile(NEURIO_SUM_PAIRS NEURIO_FOUR_CODES_ONE_SIDED NEURIO_NEXT_OUTPUT);
}

[[gnu::naked, gnu::noinline]] void compute_two_sided([[maybe_unused]] const Run* run) {
    asm volatile(NEURIO_SUM_PAIRS NEURIO_FOUR_CODES_TWO_SIDED NEURIO_NEXT_OUTPUT);
}

// The pairs of four channels of two neighbours: 8 instructions. Moves `pairs` behind them.
inline void store_pairs(uint32_t first, uint32_t second, uint32_t*& pairs) {
    uint32_t low, high, even;
    asm volatile(
        "pkhbt %[low], %[first], %[second], lsl #16\n"
        "pkhtb %[high], %[second], %[first], asr #16\n"
        "and %[even], %[mask], %[low], lsl #8\n"
        "and %[low], %[mask], %[low]\n"
        "strd %[even], %[low], [%[pairs]], #8\n"
        "and %[even], %[mask], %[high], lsl #8\n"
        "and %[high], %[mask], %[high]\n"
        "strd %[even], %[high], [%[pairs]], #8\n"
        : [low] "=&r"(low), [high] "=&r"(high), [even] "=&r"(even), [pairs] "+r"(pairs)
        : [first] "r"(first), [second] "r"(second), [mask] "r"(kHighBytes)
        : "memory");
}

// Where the pairs that begin at a position go: `half` words for the even positions, then the odd
// ones.
inline uint32_t* place(uint32_t* pairs, int32_t half, int32_t position) {
    return pairs + (position & 1) * half + (position >> 1) * kGroup;
}

// The pairs of four channels of a line, as far as an element of the line takes part.
void widen_line(const DepthwiseConv1dParams& p, const int8_t* input, uint32_t* pairs,
                int32_t half) {
    const uint32_t zero = spread(p.input_zero_point);
    const int32_t step = p.input_step;
    const int8_t* const last = input + (p.length - 1) * step;
    uint32_t* here = place(pairs, half, p.pad);
    uint32_t* other = place(pairs, half, p.pad + 1);
    uint32_t first = load_word(input);
    if (p.pad > 0) {
        uint32_t* before = place(pairs, half, p.pad - 1);
        store_pairs(zero, first, before);
    }
    for (int32_t turns = (p.length - 1) / 2; turns > 0; --turns) {
        const uint32_t second = load_word(input + step);
        const uint32_t third = load_word(input + 2 * step);
        input += 2 * step;
        store_pairs(first, second, here);
        store_pairs(second, third, other);
        first = third;
    }
    if (input != last) {
        const uint32_t second = load_word(last);
        store_pairs(first, second, here);
        here = other;
        first = second;
    }
    store_pairs(first, zero, here);
}

}  // namespace

void depthwise_conv_1d_s8(const DepthwiseConv1dParams& params, const int8_t* input, int8_t* output,
                          int8_t* scratch) {
    const DepthwiseConv1dParams p = params;
    uint32_t* const pairs = reinterpret_cast<uint32_t*>(scratch);
    const int32_t half = kGroup * ((p.outputs + 2 * p.tap_pairs) / 2);
    fill_words(pairs, 2 * half, spread(p.input_zero_point) & kHighBytes);
    Run run;
    run.filters = p.filters;
    run.code_bytes = kTurnBytes * p.tap_pairs;
    run.output_step = 2 * p.output_step;
    for (int32_t channel = 0; channel < p.channels; channel += kGroup) {
        if (channel > p.channels - kGroup) channel = p.channels - kGroup;
        const int8_t* line = input + channel;
        int8_t* results = output + channel;
        for (int32_t i = 0; i < p.lines; ++i) {
            widen_line(p, line, pairs, half);
            for (int32_t odd = 0; odd < 2 && odd < p.outputs; ++odd) {
                run.pairs = pairs + odd * half;
                run.output = results + odd * p.output_step;
                run.end = run.output + (p.outputs + 1 - odd) / 2 * run.output_step;
                p.two_sided ? compute_two_sided(&run) : compute_one_sided(&run);
            }
            line += p.line_input_step;
            results += p.line_output_step;
        }
        run.filters += p.filter_words;
    }
}

}  // namespace neurio
