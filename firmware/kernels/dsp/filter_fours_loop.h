// The loop over pairs of pixels of filter_fours.h, unrolled to a number of steps: FOURS makes a
// function of it. All registers are in use, so it is one in assembly.
//
// Steps with 16-bit loads (`ldr.n`, up to 15 of them) have 48 bytes of code, others 56.
#pragma once

#include "kernels/dsp/filter_fours.h"

namespace neurio {

// clang-format off

// r0 weights, r1 columns, r2 and r3 words of weights, r4 and r5 of columns. Sums of the first and
// the second column: r6 and r7 of filters 1 and 0, r8 and r9 of filter 0; r10 and r11, r12 and lr of
// filters 3 and 2. Stack: 0 weights, as the first turn counts them, 4 those of the first step,
// 12 biases, 28 skipped, 32 where the first turn begins, 36 end of the weights, 40 output,
// 44 pixel_bytes, 48 columns_end.
#define STEP(load)                                                                                       \
    load " r2, [r0, #8 * neurio_step]\n"                                                             \
    load " r3, [r0, #8 * neurio_step + 4]\n"                                                         \
    load " r4, [r1, #8 * neurio_step]\n"                                                             \
    load " r5, [r1, #8 * neurio_step + 4]\n"                                                         \
    "smlad r6, r4, r2, r6\n"                                                                       \
    "smlad r7, r5, r2, r7\n"                                                                       \
    "sxtb16 r2, r2\n"                                                                              \
    "smlad r10, r4, r3, r10\n"                                                                     \
    "smlad r11, r5, r3, r11\n"                                                                     \
    "sxtb16 r3, r3\n"                                                                              \
    "smlad r8, r4, r2, r8\n"                                                                       \
    "smlad r9, r5, r2, r9\n"                                                                       \
    "smlad r12, r4, r3, r12\n"                                                                     \
    "smlad lr, r5, r3, lr\n"

// Two columns' codes, in place; r2-r4 multiplier, addend, shift; r5 free.
#define HIGH_ONE_SIDED(a, b, low_a, low_b)                                                         \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "sub " a ", " a ", " low_a "\n"                                                                \
    "sub " b ", " b ", " low_b "\n"                                                                \
    "smmla " a ", " a ", r2, r3\n"                                                                 \
    "smmla " b ", " b ", r2, r3\n"                                                                 \
    "asr " a ", " a ", r4\n"                                                                       \
    "asr " b ", " b ", r4\n"                                                                       \
    "ssat " a ", #8, " a "\n"                                                                      \
    "ssat " b ", #8, " b "\n"

#define LOW_ONE_SIDED(a, b)                                                                        \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "lsl " a ", " a ", r4\n"                                                                       \
    "lsl " b ", " b ", r4\n"                                                                       \
    "smmla " a ", " a ", r2, r3\n"                                                                 \
    "smmla " b ", " b ", r2, r3\n"                                                                 \
    "ssat " a ", #8, " a ", asr #16\n"                                                             \
    "ssat " b ", #8, " b ", asr #16\n"

#define ROUND_TWICE(a)                                                                             \
    "smmlar r5, " a ", r2, r3\n"                                                                   \
    "add " a ", r5, " a ", asr #31\n"                                                              \
    "asr " a ", " a ", r4\n"                                                                       \
    "ssat " a ", #8, " a "\n"

#define HIGH_TWO_SIDED(a, b, low_a, low_b)                                                         \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "sub " a ", " a ", " low_a "\n"                                                                \
    "sub " b ", " b ", " low_b "\n"                                                                \
    "asr " a ", " a ", #7\n"                                                                       \
    "asr " b ", " b ", #7\n"                                                                       \
    ROUND_TWICE(a) ROUND_TWICE(b)

#define LOW_TWO_SIDED(a, b)                                                                        \
    "ldm.w r0!, {r2, r3, r4}\n"                                                                      \
    "lsl " a ", " a ", #1\n"                                                                       \
    "lsl " b ", " b ", #1\n"                                                                       \
    ROUND_TWICE(a) ROUND_TWICE(b)

#define FOURS(name, steps, load, step_bytes, HIGH, LOW)                                                                     \
    extern "C" [[gnu::naked, gnu::aligned(32)]] void name(const uint32_t*, const int16_t*,         \
                                                          const FoursStrip*, int8_t*) {            \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #52\n"                                                                    \
            "ldm r2, {r4-r8}\n" /* the fields of FoursStrip */                                           \
            "ldm r0!, {r9-r12}\n"                                                                  \
            "ldrd r2, lr, [r0]\n"                                                                  \
            "strd r2, lr, [sp, #4]\n"                                                              \
            "add r2, sp, #12\n"                                                                    \
            "stm r2, {r9-r12}\n"                                                                   \
            "sub r9, r0, r4\n"                                                                     \
            "add r8, r8, r0\n"                                                                     \
            "adr.w lr, 3f\n"                                                                       \
            "adds lr, lr, #1\n" /* Thumb */                                                        \
            "sub r5, lr, r5\n"                                                                     \
            "str r9, [sp]\n"                                                                       \
            "strd r4, r5, [sp, #28]\n"                                                             \
            "strd r8, r3, [sp, #36]\n"                                                             \
            "strd r6, r7, [sp, #44]\n"                                                             \
            ".balign 4\n"                                                                          \
            "1:\n" /* a pair of pixels: its first step, on top of the biases */                    \
            "ldm.w sp, {r0, r2, r3, r6, r8, r10, r12, lr}\n"                                       \
            "ldrd r4, r5, [r1]\n"                                                                  \
            "sub.w r1, r1, lr\n"                                                                   \
            "smlad r7, r5, r2, r6\n"                                                               \
            "smlad r6, r4, r2, r6\n"                                                               \
            "sxtb16 r2, r2\n"                                                                      \
            "smlad r11, r5, r3, r10\n"                                                             \
            "smlad r10, r4, r3, r10\n"                                                             \
            "sxtb16 r3, r3\n"                                                                      \
            "smlad r9, r5, r2, r8\n"                                                               \
            "smlad r8, r4, r2, r8\n"                                                               \
            "smlad lr, r5, r3, r12\n"                                                              \
            "smlad r12, r4, r3, r12\n"                                                             \
            "ldr.w pc, [sp, #32]\n"                                                                \
            ".balign 4\n"                                                                          \
            "2:\n" /* a turn */                                                                    \
            ".set neurio_step, 0\n"                                                                \
            ".rept " #steps "\n"                                                                           \
            STEP(load)                                                                               \
            ".set neurio_step, neurio_step + 1\n"                                                  \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != " #steps " * " #step_bytes "\n"                                                             \
            ".error \"a step has other bytes\"\n"                                                  \
            ".endif\n"                                                                             \
            "ldr r2, [sp, #36]\n"                                                                  \
            "adds r0, r0, #8 * " #steps "\n"                                                                      \
            "adds r1, r1, #8 * " #steps "\n"                                                                      \
            "cmp r0, r2\n"                                                                         \
            "bne.w 2b\n"                                                                           \
            HIGH("r6", "r7", "r8", "r9") LOW("r8", "r9")                                           \
            HIGH("r10", "r11", "r12", "lr") LOW("r12", "lr")                                       \
"ldrd r2, r3, [sp, #40]\n" /* output, pixel_bytes */                                   \
            "ldr r4, [sp, #48]\n"                                                                  \
            "adds r5, r2, r3\n"                                                                    \
            "strb.w r6, [r2, #1]\n"                                                                \
            "strb.w r8, [r2]\n"                                                                    \
            "strb.w r10, [r2, #3]\n"                                                               \
            "strb.w r12, [r2, #2]\n"                                                               \
            "add.w r2, r5, r3\n"                                                                   \
            "strb.w r7, [r5, #1]\n"                                                                \
            "strb.w r9, [r5]\n"                                                                    \
            "strb.w r11, [r5, #3]\n"                                                               \
            "strb.w lr, [r5, #2]\n"                                                                \
            "str r2, [sp, #40]\n"                                                                  \
            "cmp r1, r4\n"                                                                         \
            "bne.w 1b\n"                                                                           \
            "add sp, sp, #52\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

// clang-format on

}  // namespace neurio
