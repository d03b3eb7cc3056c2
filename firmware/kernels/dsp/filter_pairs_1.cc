#include <stddef.h>

#include "kernels/dsp/filter_pairs.h"
#include "kernels/dsp/pair_products.h"

// One column. All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(FilterPairs, stream) == 0 && offsetof(FilterPairs, end) == 4 &&
                  offsetof(FilterPairs, quads) == 8,
              "the prologues load the fields by their offsets");

// clang-format off

// r0 sum of 256 * high + low, r1 sum of low, r2-r5 column words, r6-r9 words of weights,
// r10 output, r11 end of the column, r12 column, lr stream.
// Stack: column, end of the stream, where to go behind the biases, where to enter the loop.
#define ONE_COLUMN(name, HIGH, LOW)                                                                \
    extern "C" [[gnu::naked]] void name(const FilterPairs*, const void*, int8_t*) {                \
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

ONE_COLUMN(neurio_filter_pairs_1_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
ONE_COLUMN(neurio_filter_pairs_1_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
