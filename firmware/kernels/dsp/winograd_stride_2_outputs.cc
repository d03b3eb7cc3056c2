#include <stddef.h>

#include "kernels/dsp/winograd_stride_2.h"

namespace neurio {

static_assert(offsetof(TileOutputs, tiles) == 0 && offsetof(TileOutputs, row_bytes) == 4 &&
                  offsetof(TileOutputs, pixel_bytes) == 8,
              "the prologue loads the fields by their offsets");

// clang-format off

// A^T times the values in r2-r6, in r2, r5, r12 and r3.
#define TRANSFORM                           \
    "add.w r7, r3, r3, lsl #1\n"            \
    "add.w r12, r7, r4\n"                   \
    "sub.w lr, r7, r4\n"                    \
    "add.w r2, r2, r2, lsl #1\n"            \
    "add.w r2, r2, r12\n"                   \
    "add.w r2, r2, r5\n"                    \
    "add.w r12, r12, r5, lsl #2\n"          \
    "add.w r3, lr, r5, lsl #3\n"            \
    "add.w r6, r6, r6, lsl #1\n"            \
    "add.w r3, r3, r6, lsl #1\n"            \
    "add.w r5, lr, r5, lsl #1\n"

// Four points below each other, `apart` bytes, and the last one, to four rows of the stack.
#define COLUMN(first, apart, last)                  \
    "ldr.w r2, [r0, #" first "]\n"                  \
    "ldr.w r3, [r0, #" first " + " apart "]\n"      \
    "ldr.w r4, [r0, #" first " + 2 * " apart "]\n"  \
    "ldr.w r5, [r0, #" first " + 3 * " apart "]\n"  \
    "ldr.w r6, [r0, #" last "]\n"                   \
    TRANSFORM                                       \
    "str.w r2, [r1]\n"                              \
    "str.w r5, [r1, #20]\n"                         \
    "str.w r12, [r1, #40]\n"                        \
    "str.w r3, [r1, #60]\n"

// r9 bias, r10 multiplier, r11 addend.
#define ONE_SIDED                           \
    "smmla r2, r2, r10, r11\n"              \
    "smmla r5, r5, r10, r11\n"              \
    "smmla r12, r12, r10, r11\n"            \
    "smmla r3, r3, r10, r11\n"

#define TWO_SIDED                           \
    "ldr.w r8, [sp, #108]\n"                \
    "and r4, r8, r2, asr #31\n"             \
    "smmla r2, r2, r10, r11\n"              \
    "sub.w r2, r2, r4\n"                    \
    "and r6, r8, r5, asr #31\n"             \
    "smmla r5, r5, r10, r11\n"              \
    "sub.w r5, r5, r6\n"                    \
    "and r7, r8, r12, asr #31\n"            \
    "smmla r12, r12, r10, r11\n"            \
    "sub.w r12, r12, r7\n"                  \
    "and lr, r8, r3, asr #31\n"             \
    "smmla r3, r3, r10, r11\n"              \
    "sub.w r3, r3, lr\n"

// Stack: 0 four rows of five values, 80 output, 84 tiles left, 88 sums, 92 row_bytes,
// 96 pixel_bytes, 100 scale, 104 end of the rows, 108 what negative sums lose.
// Points, 32 bytes each: 16 inner ones, 4 of the last row, 4 of the last column, the corner.
#define OUTPUTS(name, REQUANTISE)                                                                  \
    [[gnu::naked]] void name(const int32_t*, const uint32_t*, int8_t*, const TileOutputs*) {       \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #116\n"                                                                   \
            "ldm r3, {r4, r5, r6}\n"                                                               \
            "strd r2, r4, [sp, #80]\n"                                                             \
            "strd r5, r6, [sp, #92]\n"                                                             \
            "ldm r1, {r4-r8}\n"                                                                    \
            "str r4, [sp, #100]\n"                                                                 \
            "mov r9, r5\n"                                                                         \
            "mov r10, r6\n"                                                                        \
            "mov r11, r7\n"                                                                        \
            "str r8, [sp, #108]\n"                                                                 \
            ".balign 4\n"                                                                          \
            "1:\n" /* a tile */                                                                    \
            "str.w r0, [sp, #88]\n"                                                                \
            "mov.w r1, sp\n"                                                                       \
            "add.w r8, r0, #128\n"                                                                 \
            "2:\n"                                                                                 \
            COLUMN("0", "128", "512")                                                              \
            "add.w r0, r0, #32\n"                                                                  \
            "add.w r1, r1, #4\n"                                                                   \
            "cmp.w r0, r8\n"                                                                       \
            "bne.w 2b\n"                                                                           \
            COLUMN("512", "32", "640")                                                             \
            "ldr.w r1, [sp, #80]\n"                                                                \
            "ldr.w r8, [sp, #100]\n"                                                               \
            "mov.w r0, sp\n"                                                                       \
            "add.w r2, r0, #80\n"                                                                  \
            "str.w r2, [sp, #104]\n"                                                               \
            "3:\n" /* a row */                                                                     \
            "ldr.w r2, [r0]\n"                                                                     \
            "ldr.w r3, [r0, #4]\n"                                                                 \
            "ldr.w r4, [r0, #8]\n"                                                                 \
            "ldr.w r5, [r0, #12]\n"                                                                \
            "ldr.w r6, [r0, #16]\n"                                                                \
            "ldr.w r8, [sp, #100]\n"                                                               \
            TRANSFORM                                                                              \
            "mla r2, r2, r8, r9\n"                                                                 \
            "mla r5, r5, r8, r9\n"                                                                 \
            "mla r12, r12, r8, r9\n"                                                               \
            "mla r3, r3, r8, r9\n"                                                                 \
            REQUANTISE                                                                             \
            "ldrd r4, r6, [sp, #92]\n"                                                             \
            "ssat r2, #8, r2, asr #16\n"                                                           \
            "ssat r5, #8, r5, asr #16\n"                                                           \
            "ssat r12, #8, r12, asr #16\n"                                                         \
            "ssat r3, #8, r3, asr #16\n"                                                           \
            "add.w r7, r1, r6, lsl #1\n"                                                           \
            "strb.w r2, [r1]\n"                                                                    \
            "strb.w r5, [r1, r6]\n"                                                                \
            "strb.w r12, [r7]\n"                                                                   \
            "strb.w r3, [r7, r6]\n"                                                                \
            "ldr.w r5, [sp, #104]\n"                                                               \
            "add.w r0, r0, #20\n"                                                                  \
            "add.w r1, r1, r4\n"                                                                   \
            "cmp.w r0, r5\n"                                                                       \
            "bne.w 3b\n"                                                                           \
            "ldrd r1, r5, [sp, #80]\n"                                                             \
            "ldr.w r0, [sp, #88]\n"                                                                \
            "add.w r1, r1, r6, lsl #2\n"                                                           \
            "add.w r0, r0, #4\n"                                                                   \
            "subs.w r5, r5, #1\n"                                                                  \
            "strd r1, r5, [sp, #80]\n"                                                             \
            "bne.w 1b\n"                                                                           \
            "add sp, sp, #116\n"                                                                   \
            "pop {r4-r11, pc}\n");                                                                 \
    }

OUTPUTS(winograd_stride_2_outputs_one_sided, ONE_SIDED)
OUTPUTS(winograd_stride_2_outputs_two_sided, TWO_SIDED)

// clang-format on

}  // namespace neurio
