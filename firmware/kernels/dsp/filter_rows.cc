#include <stddef.h>

#include "kernels/dsp/filter_pairs.h"
#include "kernels/dsp/pair_products.h"

// One row of int8. All registers are in use, so these are whole functions in assembly.
namespace neurio {

static_assert(offsetof(FilterSixes, stream) == 0 && offsetof(FilterSixes, end) == 4 &&
                  offsetof(FilterSixes, quads) == 8 &&
                  offsetof(FilterSixes, requantisation) == 12 &&
                  offsetof(FilterSixes, requantisation_rewind) == 16,
              "the prologue loads the fields by their offsets");

// clang-format off

// A quad in `even` -> elements 0 and 2 in `even`, 1 and 3 in `odd`.
#define WIDEN(even, odd)                                                                           \
    "sxtb16 " #odd ", " #even ", ror #8\n"                                                         \
    "sxtb16 " #even ", " #even "\n"

#define ODD_QUAD                                                                                   \
    "ldr r2, [r12], #4\n"                                                                          \
    "ldm lr!, {r6, r7}\n"                                                                          \
    WIDEN(r2, r3)
#define TWO_QUADS                                                                                  \
    "ldm r12!, {r2, r4}\n"                                                                         \
    WIDEN(r2, r3) WIDEN(r4, r5)
#define PAIRS(name, HIGH, LOW)                                                                     \
    PAIRS_OF_FILTERS(name, 2, 72, ODD_QUAD, TWO_QUADS, HIGH, LOW)

PAIRS(neurio_filter_pairs_row_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
PAIRS(neurio_filter_pairs_row_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// A pair's sums; r10 requantisation, r11 how far to go back behind it.
#define REQUANTISE(HIGH, LOW, high, low)                                                           \
    "ldm r10!, {r6, r7, r8}\n"                                                                     \
    HIGH(high, low, r6, r7, r8, r9)                                                                \
    "ldm r10!, {r6, r7, r8}\n"                                                                     \
    LOW(low, r6, r7, r8, r9)                                                                       \
    "sub r10, r10, r11\n"

// r0-r5 sums of three pairs, r6 and r7 the row's words, r8-r11 words of weights, r12 row,
// lr stream.
// Stack: row, end of the stream, where to go behind the biases, where to enter the loop, end of
// the row, output, requantisation and its rewind.
#define SIXES(name, HIGH, LOW)                                                                     \
    extern "C" [[gnu::naked]] void name(const FilterSixes*, const int8_t*, int8_t*) {              \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #36\n"                                                                    \
            "ldm r0, {r4-r8}\n" /* stream, end, quads, requantisation and its rewind */            \
            "mov lr, r4\n"                                                                         \
            "add r3, r1, r6, lsl #2\n" /* a quad has 4 bytes */                                    \
            "strd r1, r5, [sp]\n"                                                                  \
            "strd r3, r2, [sp, #16]\n"                                                             \
            "strd r7, r8, [sp, #24]\n"                                                             \
            ENTRIES(180, 4)                                                                        \
            "5:\n" /* six filters */                                                               \
            "ldr r12, [sp]\n"                                                                      \
            "ldm lr!, {r0, r1, r2, r3, r4, r5}\n"                                                  \
            "ldr pc, [sp, #8]\n"                                                                   \
            ".balign 4\n"                                                                          \
            "7:\n" /* the odd quad */                                                              \
            "ldr r6, [r12], #4\n"                                                                  \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            WIDEN(r6, r7)                                                                          \
            PRODUCT(r0, r1, r6, r8) PRODUCT(r0, r1, r7, r9)                                        \
            PRODUCT(r2, r3, r6, r10) PRODUCT(r2, r3, r7, r11)                                      \
            "ldm lr!, {r8, r9}\n"                                                                  \
            PRODUCT(r4, r5, r6, r8) PRODUCT(r4, r5, r7, r9)                                        \
            "ldr pc, [sp, #12]\n"                                                                  \
            ".balign 4\n"                                                                          \
            "2:\n"                                                                                 \
            ".rept 4\n"                                                                            \
            "ldr r6, [r12], #4\n"                                                                  \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            WIDEN(r6, r7)                                                                          \
            PRODUCT(r0, r1, r6, r8) PRODUCT(r0, r1, r7, r9)                                        \
            PRODUCT(r2, r3, r6, r10) PRODUCT(r2, r3, r7, r11)                                      \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            PRODUCT(r4, r5, r6, r8) PRODUCT(r4, r5, r7, r9)                                        \
            "ldr r6, [r12], #4\n"                                                                  \
            WIDEN(r6, r7)                                                                          \
            PRODUCT(r0, r1, r6, r10) PRODUCT(r0, r1, r7, r11)                                      \
            "ldm lr!, {r8, r9, r10, r11}\n"                                                        \
            PRODUCT(r2, r3, r6, r8) PRODUCT(r2, r3, r7, r9)                                        \
            PRODUCT(r4, r5, r6, r10) PRODUCT(r4, r5, r7, r11)                                      \
            ".endr\n"                                                                              \
            "3:\n"                                                                                 \
            ".if 3b - 2b != 4 * 180\n"                                                             \
            ".error \"two quads are not 180 bytes\"\n"                                             \
            ".endif\n"                                                                             \
            "ldr r8, [sp, #16]\n"                                                                  \
            "cmp.w r12, r8\n"                                                                      \
            "bne.w 2b\n"                                                                           \
            "4:\n" /* requantise and store */                                                      \
            "ldrd r10, r11, [sp, #24]\n"                                                           \
            REQUANTISE(HIGH, LOW, r0, r1)                                                          \
            REQUANTISE(HIGH, LOW, r2, r3)                                                          \
            REQUANTISE(HIGH, LOW, r4, r5)                                                          \
            "ldr r12, [sp, #20]\n"                                                                 \
            "ldr r8, [sp, #4]\n"                                                                   \
            "strb r0, [r12, #1]\n"                                                                 \
            "strb r3, [r12, #2]\n"                                                                 \
            "strb r2, [r12, #3]\n"                                                                 \
            "strb r5, [r12, #4]\n"                                                                 \
            "strb r4, [r12, #5]\n"                                                                 \
            "strb r1, [r12], #6\n"                                                                 \
            "strd r12, r10, [sp, #20]\n"                                                           \
            "cmp lr, r8\n"                                                                         \
            "bne.w 5b\n"                                                                           \
            "add sp, sp, #36\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

SIXES(neurio_filter_sixes_row_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
SIXES(neurio_filter_sixes_row_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
