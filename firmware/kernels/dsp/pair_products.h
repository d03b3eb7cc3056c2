// Assembly that the loops over one column share. Instructions as text: no registers are left for a
// compiler to choose.
#pragma once

#include <stddef.h>

#include "kernels/dsp/filter_pairs.h"

namespace neurio {

static_assert(offsetof(FilterPairs, stream) == 0 && offsetof(FilterPairs, end) == 4 &&
                  offsetof(FilterPairs, quads) == 8,
              "the prologue loads the fields by their offsets");

}  // namespace neurio

// clang-format off

// A word of the column and one of weights, in registers.
#define PRODUCT(high, low, x, w)                                                                   \
    "smlad " #high ", " #x ", " #w ", " #high "\n"                                                 \
    "sxtb16 " #w ", " #w "\n"                                                                      \
    "smlad " #low ", " #x ", " #w ", " #low "\n"

// Requantisation; m, c, s are multiplier, addend and shift, t is free.
#define HIGH_ONE_SIDED(high, low, m, c, s, t)                                                      \
    "sub " #high ", " #high ", " #low "\n"                                                         \
    "smmla " #high ", " #high ", " #m ", " #c "\n"                                                 \
    "asr " #high ", " #high ", " #s "\n"                                                           \
    "ssat " #high ", #8, " #high "\n"

#define LOW_ONE_SIDED(low, m, c, s, t)                                                             \
    "lsl " #low ", " #low ", " #s "\n"                                                             \
    "smmla " #low ", " #low ", " #m ", " #c "\n"                                                   \
    "ssat " #low ", #8, " #low ", asr #16\n"

#define HIGH_TWO_SIDED(high, low, m, c, s, t)                                                      \
    "sub " #high ", " #high ", " #low "\n"                                                         \
    "asr " #high ", " #high ", #7\n"                                                               \
    "smmlar " #t ", " #high ", " #m ", " #c "\n"                                                   \
    "add " #high ", " #t ", " #high ", asr #31\n"                                                  \
    "asr " #high ", " #high ", " #s "\n"                                                           \
    "ssat " #high ", #8, " #high "\n"

#define LOW_TWO_SIDED(low, m, c, s, t)                                                             \
    "lsl " #low ", " #low ", #1\n"                                                                 \
    "smmlar " #t ", " #low ", " #m ", " #c "\n"                                                    \
    "add " #low ", " #t ", " #low ", asr #31\n"                                                    \
    "asr " #low ", " #low ", " #s "\n"                                                             \
    "ssat " #low ", #8, " #low "\n"

// r6 quads. Stores at [sp, #8] where to go behind the biases, at [sp, #12] where to enter the loop
// for two quads a step, which has `bytes` of code and is repeated `steps` times.
#define ENTRIES(bytes, steps)                                                                      \
    "adr.w r7, 4f\n"                                                                               \
    "lsrs r5, r6, #1\n"                                                                            \
    "beq 1f\n"                                                                                     \
    "adr.w r7, 3f\n"                                                                               \
    "ands r5, r5, #" #steps " - 1\n"                                                               \
    "it eq\n"                                                                                      \
    "moveq r5, #" #steps "\n"                                                                      \
    "movs r4, #" #bytes "\n"                                                                       \
    "mls r7, r5, r4, r7\n"                                                                         \
    "1:\n"                                                                                         \
    "adds r7, r7, #1\n" /* Thumb */                                                                \
    "mov r8, r7\n"                                                                                 \
    "tst r6, #1\n"                                                                                 \
    "beq 6f\n"                                                                                     \
    "adr.w r8, 7f\n"                                                                               \
    "add r8, r8, #1\n"                                                                             \
    "6:\n"                                                                                         \
    "strd r8, r7, [sp, #8]\n"

// All filters with the values of one output, by pairs: a whole function, since all registers are in
// use. A quad of values takes 2^quad_shift bytes. ODD_QUAD loads one to r2, r3 and its weights to
// r6, r7; TWO_QUADS loads two to r2-r5.
// r0 sum of 256 * high + low, r1 sum of low, r2-r5 values, r6-r9 words of weights, r10 output,
// r11 end of the values, r12 values, lr stream.
// Stack: values, end of the stream, where to go behind the biases, where to enter the loop.
#define PAIRS_OF_FILTERS(name, quad_shift, bytes, ODD_QUAD, TWO_QUADS, HIGH, LOW)                  \
    extern "C" [[gnu::naked]] void name(const FilterPairs*, const void*, int8_t*) {                \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #20\n"                                                                    \
            "ldm r0, {r4, r5, r6}\n" /* stream, end, quads */                                      \
            "mov lr, r4\n"                                                                         \
            "mov r10, r2\n"                                                                        \
            "add r11, r1, r6, lsl #" #quad_shift "\n"                                              \
            "strd r1, r5, [sp]\n"                                                                  \
            ENTRIES(bytes, 8)                                                                      \
            "5:\n" /* a pair of filters */                                                         \
            "ldr r12, [sp]\n"                                                                      \
            "ldm lr!, {r0, r1}\n"                                                                  \
            "ldr pc, [sp, #8]\n"                                                                   \
            ".balign 4\n"                                                                          \
            "7:\n" /* the odd quad */                                                              \
            ODD_QUAD                                                                               \
            PRODUCT(r0, r1, r2, r6) PRODUCT(r0, r1, r3, r7)                                        \
            "ldr pc, [sp, #12]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 8\n"                                                                            \
            "ldm lr!, {r6, r7, r8, r9}\n"                                                          \
            TWO_QUADS                                                                              \
            PRODUCT(r0, r1, r2, r6) PRODUCT(r0, r1, r3, r7)                                        \
            PRODUCT(r0, r1, r4, r8) PRODUCT(r0, r1, r5, r9)                                        \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != 8 * " #bytes "\n"                                                      \
            ".error \"two quads are not " #bytes " bytes\"\n"                                      \
            ".endif\n"                                                                             \
            "cmp.w r12, r11\n"                                                                     \
            "bne.w 2b\n"                                                                           \
            "4:\n" /* requantise and store */                                                      \
            "ldm lr!, {r2, r3, r4, r5, r6, r7}\n"                                                  \
            HIGH(r0, r1, r2, r3, r4, r8) LOW(r1, r5, r6, r7, r8)                                   \
            "ldr r9, [sp, #4]\n"                                                                   \
            "strb r0, [r10, #1]\n"                                                                 \
            "strb r1, [r10], #2\n"                                                                 \
            "cmp lr, r9\n"                                                                         \
            "bne.w 5b\n"                                                                           \
            "add sp, sp, #20\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

// clang-format on
