#include "kernels/dsp/filter_pairs.h"

#include <stddef.h>

// All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(FilterPairs, stream) == 0 && offsetof(FilterPairs, end) == 4 &&
                  offsetof(FilterPairs, quads) == 8,
              "the prologues load the fields by their offsets");

// clang-format off

// Three columns: r0-r2 sums of 256 * high + low, r3-r5 sums of low, r6-r8 column words, r9 and r10
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
            "cmp r12, r11\n"                                                                       \
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

// One column: r0 sum of 256 * high + low, r1 sum of low, r2-r5 column words, r6-r9 words of
// weights, r10 output, r11 end of the column, r12 column, lr stream.
// Stack: column, end of the stream, where to go behind the biases, where to enter the loop.

#define PRODUCT(x, w)                                                                              \
    "smlad r0, " x ", " w ", r0\n"                                                                 \
    "sxtb16 " w ", " w "\n"                                                                        \
    "smlad r1, " x ", " w ", r1\n"

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
            "adr.w r7, 4f\n"                                                                       \
            "lsrs r5, r6, #1\n"                                                                    \
            "beq 1f\n"                                                                             \
            "adr r7, 3f\n"                                                                         \
            "ands r5, r5, #7\n"                                                                    \
            "it eq\n"                                                                              \
            "moveq r5, #8\n"                                                                       \
            "movs r4, #56\n" /* bytes of code for two quads */                                     \
            "mls r7, r5, r4, r7\n"                                                                 \
            "1:\n"                                                                                 \
            "adds r7, r7, #1\n" /* Thumb */                                                        \
            "mov r8, r7\n"                                                                         \
            "tst r6, #1\n"                                                                         \
            "beq 6f\n"                                                                             \
            "adr r8, 7f\n"                                                                         \
            "add r8, r8, #1\n"                                                                     \
            "6:\n"                                                                                 \
            "strd r8, r7, [sp, #8]\n"                                                              \
            "5:\n" /* a pair of filters */                                                         \
            "ldr r12, [sp]\n"                                                                      \
            "ldm lr!, {r0, r1}\n"                                                                  \
            "ldr pc, [sp, #8]\n"                                                                   \
            ".balign 4\n"                                                                          \
            "7:\n" /* the odd quad */                                                              \
            "ldm lr!, {r6, r7}\n"                                                                  \
            "ldm r12!, {r2, r3}\n"                                                                 \
            PRODUCT("r2", "r6") PRODUCT("r3", "r7")                                                \
            "ldr pc, [sp, #12]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 8\n"                                                                            \
            "ldm lr!, {r6, r7, r8, r9}\n"                                                          \
            "ldm r12!, {r2, r3, r4, r5}\n"                                                         \
            PRODUCT("r2", "r6") PRODUCT("r3", "r7") PRODUCT("r4", "r8")                            \
            PRODUCT("r5", "r9")                                                                    \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != 8 * 56\n"                                                              \
            ".error \"two quads are not 56 bytes\"\n"                                              \
            ".endif\n"                                                                             \
            "cmp r12, r11\n"                                                                       \
            "bne.w 2b\n"                                                                           \
            "4:\n" /* requantise and store */                                                      \
            "ldm lr!, {r2, r3, r4, r5, r6, r7}\n"                                                  \
            HIGH LOW                                                                               \
            "asr r0, r0, r4\n"                                                                     \
            "ssat r0, #8, r0\n"                                                                    \
            "strb r0, [r10, #1]\n"                                                                 \
            "strb r1, [r10], #2\n"                                                                 \
            "ldr r9, [sp, #4]\n"                                                                   \
            "cmp lr, r9\n"                                                                         \
            "bne.w 5b\n"                                                                           \
            "add sp, sp, #20\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

#define ONE_HIGH_ONE_SIDED                                                                         \
    "sub r0, r0, r1\n"                                                                             \
    "smmla r0, r0, r2, r3\n"
#define ONE_LOW_ONE_SIDED                                                                          \
    "lsl r1, r1, r7\n"                                                                             \
    "smmla r1, r1, r5, r6\n"                                                                       \
    "ssat r1, #8, r1, asr #16\n"
#define ONE_HIGH_TWO_SIDED                                                                         \
    "sub r0, r0, r1\n"                                                                             \
    "asr r0, r0, #7\n"                                                                             \
    "smmlar r8, r0, r2, r3\n"                                                                      \
    "add r0, r8, r0, asr #31\n"
#define ONE_LOW_TWO_SIDED                                                                          \
    "lsl r1, r1, #1\n"                                                                             \
    "smmlar r8, r1, r5, r6\n"                                                                      \
    "add r1, r8, r1, asr #31\n"                                                                    \
    "asr r1, r1, r7\n"                                                                             \
    "ssat r1, #8, r1\n"

ONE_COLUMN(neurio_filter_pairs_1_one_sided, ONE_HIGH_ONE_SIDED, ONE_LOW_ONE_SIDED)
ONE_COLUMN(neurio_filter_pairs_1_two_sided, ONE_HIGH_TWO_SIDED, ONE_LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
