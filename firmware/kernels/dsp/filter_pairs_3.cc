#include <stddef.h>

#include "kernels/dsp/filter_pairs.h"

// Three columns. All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(FilterPairs, stream) == 0 && offsetof(FilterPairs, end) == 4 &&
                  offsetof(FilterPairs, quads) == 8,
              "the prologues load the fields by their offsets");

// clang-format off

// r0-r2 sums of 256 * high + low, r3-r5 sums of low, r6-r8 column words, r9 and r10
// words of weights, r11 end of the columns, r12 columns, lr stream.
// Stack: three outputs, columns, end of the columns, where to enter the loop, end of the stream.

// One word of weights in `w`.
#define NEXT_PRODUCTS(w)                                                                           \
    "ldm r12!, {r6, r7, r8}\n"                                                                     \
    "smlad r0, r6, " w ", r0\n"                                                                    \
    "smlad r1, r7, " w ", r1\n"                                                                    \
    "smlad r2, r8, " w ", r2\n"                                                                    \
    "sxtb16 " w ", " w "\n"                                                                        \
    "smlad r3, r6, " w ", r3\n"                                                                    \
    "smlad r4, r7, " w ", r4\n"                                                                    \
    "smlad r5, r8, " w ", r5\n"

// The first word: all sums start from the biases in r2 and r5.
#define FIRST_PRODUCTS                                                                             \
    "ldm r12!, {r6, r7, r8}\n"                                                                     \
    "smlad r0, r6, r9, r2\n"                                                                       \
    "smlad r1, r7, r9, r2\n"                                                                       \
    "smlad r2, r8, r9, r2\n"                                                                       \
    "sxtb16 r9, r9\n"                                                                              \
    "smlad r3, r6, r9, r5\n"                                                                       \
    "smlad r4, r7, r9, r5\n"                                                                       \
    "smlad r5, r8, r9, r5\n"

#define THREE(instruction_0, instruction_1, instruction_2)                                         \
    instruction_0 "\n" instruction_1 "\n" instruction_2 "\n"

// 256 * high is the difference of the sums.
#define HIGH_ONE_SIDED                                                                             \
    THREE("sub r0, r0, r3", "sub r1, r1, r4", "sub r2, r2, r5")                                    \
    THREE("smmla r0, r0, r9, r10", "smmla r1, r1, r9, r10", "smmla r2, r2, r9, r10")

// The code is the upper half of the result.
#define LOW_ONE_SIDED                                                                              \
    THREE("lsl r3, r3, r11", "lsl r4, r4, r11", "lsl r5, r5, r11")                                 \
    THREE("smmla r3, r3, r9, r10", "smmla r4, r4, r9, r10", "smmla r5, r5, r9, r10")               \
    THREE("ssat r3, #8, r3, asr #16", "ssat r4, #8, r4, asr #16", "ssat r5, #8, r5, asr #16")

#define HIGH_TWO_SIDED                                                                             \
    THREE("sub r0, r0, r3", "sub r1, r1, r4", "sub r2, r2, r5")                                    \
    THREE("asr r0, r0, #7", "asr r1, r1, #7", "asr r2, r2, #7")                                    \
    THREE("smmlar r12, r0, r9, r10", "add r0, r12, r0, asr #31", "smmlar r12, r1, r9, r10")        \
    THREE("add r1, r12, r1, asr #31", "smmlar r12, r2, r9, r10", "add r2, r12, r2, asr #31")

#define LOW_TWO_SIDED                                                                              \
    THREE("lsl r3, r3, #1", "lsl r4, r4, #1", "lsl r5, r5, #1")                                    \
    THREE("smmlar r12, r3, r9, r10", "add r3, r12, r3, asr #31", "smmlar r12, r4, r9, r10")        \
    THREE("add r4, r12, r4, asr #31", "smmlar r12, r5, r9, r10", "add r5, r12, r5, asr #31")       \
    THREE("asr r3, r3, r11", "asr r4, r4, r11", "asr r5, r5, r11")                                 \
    THREE("ssat r3, #8, r3", "ssat r4, #8, r4", "ssat r5, #8, r5")

#define THREE_COLUMNS(name, HIGH, LOW)                                                             \
    extern "C" [[gnu::naked]] void name(const FilterPairs*, const int16_t*, int8_t*, int32_t) {    \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #28\n"                                                                    \
            "ldm r0, {r4, r5, r6}\n" /* stream, end, quads */                                      \
            "mov lr, r4\n"                                                                         \
            "add r7, r2, r3\n"                                                                     \
            "add r8, r7, r3\n"                                                                     \
            "strd r2, r7, [sp]\n"                                                                  \
            "strd r8, r1, [sp, #8]\n"                                                              \
            "add r7, r6, r6, lsl #1\n"                                                             \
            "add r7, r1, r7, lsl #3\n" /* a quad of three columns has 24 bytes */                  \
            "str r7, [sp, #16]\n"                                                                  \
            "str r5, [sp, #24]\n"                                                                  \
            "adr.w r7, 4f\n"                                                                       \
            "subs r6, r6, #1\n"                                                                    \
            "beq 1f\n"                                                                             \
            "adr r7, 3f\n"                                                                         \
            "ands r6, r6, #7\n"                                                                    \
            "it eq\n"                                                                              \
            "moveq r6, #8\n"                                                                       \
            "movs r5, #68\n" /* bytes of code for a quad */                                        \
            "mls r7, r6, r5, r7\n"                                                                 \
            "1:\n"                                                                                 \
            "adds r7, r7, #1\n" /* Thumb */                                                        \
            "str r7, [sp, #20]\n"                                                                  \
            "5:\n" /* a pair of filters */                                                         \
            "ldrd r12, r11, [sp, #12]\n"                                                           \
            "ldm lr!, {r2, r5, r9, r10}\n"                                                         \
            FIRST_PRODUCTS NEXT_PRODUCTS("r10")                                                    \
            "ldr pc, [sp, #20]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 8\n"                                                                            \
            "ldm lr!, {r9, r10}\n"                                                                 \
            NEXT_PRODUCTS("r9") NEXT_PRODUCTS("r10")                                               \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != 8 * 68\n"                                                              \
            ".error \"a quad is not 68 bytes\"\n"                                                  \
            ".endif\n"                                                                             \
            "cmp.w r12, r11\n"                                                                     \
            "bne.w 2b\n"                                                                           \
            "4:\n" /* requantise and store */                                                      \
            "ldm sp, {r6, r7, r8}\n"                                                               \
            "ldm lr!, {r9, r10, r11}\n"                                                            \
            HIGH                                                                                   \
            THREE("asr r0, r0, r11", "asr r1, r1, r11", "asr r2, r2, r11")                         \
            THREE("ssat r0, #8, r0", "ssat r1, #8, r1", "ssat r2, #8, r2")                         \
            THREE("strb r0, [r6, #1]", "strb r1, [r7, #1]", "strb r2, [r8, #1]")                   \
            "ldm lr!, {r9, r10, r11}\n"                                                            \
            LOW                                                                                    \
            THREE("strb r3, [r6], #2", "strb r4, [r7], #2", "strb r5, [r8], #2")                   \
            "ldr r9, [sp, #24]\n"                                                                  \
            "stm sp, {r6, r7, r8}\n"                                                               \
            "cmp lr, r9\n"                                                                         \
            "bne.w 5b\n"                                                                           \
            "add sp, sp, #28\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

THREE_COLUMNS(neurio_filter_pairs_3_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
THREE_COLUMNS(neurio_filter_pairs_3_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
