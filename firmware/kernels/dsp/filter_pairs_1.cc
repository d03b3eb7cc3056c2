#include <stddef.h>

#include "kernels/dsp/filter_pairs.h"

// One column. All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(FilterPairs, stream) == 0 && offsetof(FilterPairs, end) == 4 &&
                  offsetof(FilterPairs, quads) == 8,
              "the prologues load the fields by their offsets");

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

// r0 sum of 256 * high + low, r1 sum of low, r2-r5 column words, r6-r9 words of weights, r10 output,
// r11 end of the column, r12 column, lr stream.
// Stack: column, end of the stream, where to go behind the biases, where to enter the loop.
#define ONE_COLUMN(name, HIGH, LOW)                                                                \
    extern "C" [[gnu::naked]] void name(const FilterPairs*, const int16_t*, int8_t*) {             \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #20\n"                                                                    \
            "ldm r0, {r4, r5, r6}\n" /* stream, end, quads */                                      \
            "mov lr, r4\n"                                                                         \
            "mov r10, r2\n"                                                                        \
            "add r11, r1, r6, lsl #3\n" /* a quad has 8 bytes */                                   \
            "strd r1, r5, [sp]\n"                                                                  \
            ENTRIES(56, 8)                                                                         \
            "5:\n" /* a pair of filters */                                                         \
            "ldr r12, [sp]\n"                                                                      \
            "ldm lr!, {r0, r1}\n"                                                                  \
            "ldr pc, [sp, #8]\n"                                                                   \
            ".balign 4\n"                                                                          \
            "7:\n" /* the odd quad */                                                              \
            "ldm lr!, {r6, r7}\n"                                                                  \
            "ldm r12!, {r2, r3}\n"                                                                 \
            PRODUCT(r0, r1, r2, r6) PRODUCT(r0, r1, r3, r7)                                        \
            "ldr pc, [sp, #12]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 8\n"                                                                            \
            "ldm lr!, {r6, r7, r8, r9}\n"                                                          \
            "ldm r12!, {r2, r3, r4, r5}\n"                                                         \
            PRODUCT(r0, r1, r2, r6) PRODUCT(r0, r1, r3, r7)                                        \
            PRODUCT(r0, r1, r4, r8) PRODUCT(r0, r1, r5, r9)                                        \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            "cmp r12, r11\n"                                                                       \
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

ONE_COLUMN(neurio_filter_pairs_1_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
ONE_COLUMN(neurio_filter_pairs_1_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// r0 and r1 sums of the first pair, r2 and r3 of the second, r4-r7 column words, r8-r11 words of
// weights, r12 column, lr stream.
// Stack: column, end of the stream, where to go behind the biases, where to enter the loop, end of
// the column, output, requantisation.
#define FOUR_FILTERS(name, HIGH, LOW)                                                              \
    extern "C" [[gnu::naked]] void name(const FilterPairs*, const int16_t*, int8_t*) {             \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #28\n"                                                                    \
            "ldm r0, {r4, r5, r6}\n" /* stream, end, quads */                                      \
            "add lr, r4, #24\n" /* the requantisation has six words */                             \
            "str r4, [sp, #24]\n"                                                                  \
            "add r3, r1, r6, lsl #3\n" /* a quad has 8 bytes */                                    \
            "strd r1, r5, [sp]\n"                                                                  \
            "strd r3, r2, [sp, #16]\n"                                                             \
            ENTRIES(108, 4)                                                                        \
            "5:\n" /* four filters */                                                              \
            "ldr r12, [sp]\n"                                                                      \
            "ldm lr!, {r0, r1, r2, r3}\n"                                                          \
            "ldr pc, [sp, #8]\n"                                                                   \
            ".balign 4\n"                                                                          \
            "7:\n" /* the odd quad */                                                              \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            "ldm r12!, {r4, r5}\n"                                                                 \
            PRODUCT(r0, r1, r4, r8) PRODUCT(r0, r1, r5, r9)                                        \
            PRODUCT(r2, r3, r4, r10) PRODUCT(r2, r3, r5, r11)                                      \
            "ldr pc, [sp, #12]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 4\n"                                                                            \
            "ldm r12!, {r4, r5, r6, r7}\n"                                                         \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            PRODUCT(r0, r1, r4, r8) PRODUCT(r0, r1, r5, r9)                                        \
            PRODUCT(r2, r3, r4, r10) PRODUCT(r2, r3, r5, r11)                                      \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            PRODUCT(r0, r1, r6, r8) PRODUCT(r0, r1, r7, r9)                                        \
            PRODUCT(r2, r3, r6, r10) PRODUCT(r2, r3, r7, r11)                                      \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            "ldr r8, [sp, #16]\n"                                                                  \
            "cmp r12, r8\n"                                                                        \
            "bne.w 2b\n"                                                                           \
            "4:\n" /* requantise and store */                                                      \
            "ldr r10, [sp, #24]\n"                                                                 \
            "ldm r10, {r4, r5, r6, r7, r8, r9}\n"                                                  \
            HIGH(r0, r1, r4, r5, r6, r10) LOW(r1, r7, r8, r9, r10)                                 \
            HIGH(r2, r3, r4, r5, r6, r10) LOW(r3, r7, r8, r9, r10)                                 \
            "ldr r12, [sp, #20]\n"                                                                 \
            "ldr r8, [sp, #4]\n"                                                                   \
            "strb r0, [r12, #1]\n"                                                                 \
            "strb r3, [r12, #2]\n"                                                                 \
            "strb r2, [r12, #3]\n"                                                                 \
            "strb r1, [r12], #4\n"                                                                 \
            "str r12, [sp, #20]\n"                                                                 \
            "cmp lr, r8\n"                                                                         \
            "bne.w 5b\n"                                                                           \
            "add sp, sp, #28\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

FOUR_FILTERS(neurio_filter_fours_1_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
FOUR_FILTERS(neurio_filter_fours_1_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
