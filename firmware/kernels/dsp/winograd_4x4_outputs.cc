#include <stddef.h>

#include "kernels/dsp/winograd_4x4.h"

namespace neurio {

static_assert(offsetof(TileOutputs, tiles) == 0 && offsetof(TileOutputs, row_bytes) == 4 &&
                  offsetof(TileOutputs, pixel_bytes) == 8,
              "the prologue loads the fields by their offsets");

// clang-format off

// A^T times the values in r2-r7, in r2, r5, r12 and r3, without the factors 1, 2, 4 and 4.
#define TRANSFORM                           \
    "add r12, r3, r4\n"                     \
    "sub r3, r3, r4\n"                      \
    "add lr, r5, r6\n"                      \
    "sub r4, r5, r6\n"                      \
    "add r2, r2, r2, lsl #1\n"              \
    "add r2, r2, r12, lsl #1\n"             \
    "add r2, lr, r2, lsl #1\n"              \
    "add r5, r4, r3, lsl #1\n"              \
    "add r12, r12, lr\n"                    \
    "add r7, r7, r7, lsl #1\n"              \
    "add r4, r4, r7\n"                      \
    "add r3, r3, r4, lsl #1\n"

// Six points below each other, 192 bytes apart, to four rows of the stack.
#define COLUMN(points, column)              \
    "ldr r2, [r0, #" points "]\n"           \
    "ldr r3, [r0, #" points " + 192]\n"     \
    "ldr r4, [r0, #" points " + 384]\n"     \
    "ldr r5, [r0, #" points " + 576]\n"     \
    "ldr r6, [r0, #" points " + 768]\n"     \
    "ldr r7, [r0, #" points " + 960]\n"     \
    TRANSFORM                               \
    "str r2, [r1, #" column "]\n"           \
    "str r5, [r1, #" column " + 28]\n"      \
    "str r12, [r1, #" column " + 56]\n"     \
    "str r3, [r1, #" column " + 84]\n"

// r9 bias, r10 multiplier, r11 addend.
#define ONE_SIDED                           \
    "smmla r2, r2, r10, r11\n"              \
    "smmla r5, r5, r10, r11\n"              \
    "smmla r12, r12, r10, r11\n"            \
    "smmla r3, r3, r10, r11\n"

#define TWO_SIDED                           \
    "ldr r8, [sp, #132]\n"                  \
    "and r4, r8, r2, asr #31\n"             \
    "smmla r2, r2, r10, r11\n"              \
    "sub r2, r2, r4\n"                      \
    "and r6, r8, r5, asr #31\n"             \
    "smmla r5, r5, r10, r11\n"              \
    "sub r5, r5, r6\n"                      \
    "and r7, r8, r12, asr #31\n"            \
    "smmla r12, r12, r10, r11\n"            \
    "sub r12, r12, r7\n"                    \
    "and lr, r8, r3, asr #31\n"             \
    "smmla r3, r3, r10, r11\n"              \
    "sub r3, r3, lr\n"

// Stack: 0 four rows of six values and the row's scale, 112 output, 116 tiles left, 120 sums,
// 124 row_bytes, 128 pixel_bytes, 132 what negative sums lose.
#define OUTPUTS(name, REQUANTISE)                                                                  \
    [[gnu::naked]] void name(const int32_t*, const uint32_t*, int8_t*, const TileOutputs*) {        \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #140\n"                                                                   \
            "ldm r3, {r4, r5, r6}\n"                                                               \
            "strd r2, r4, [sp, #112]\n"                                                            \
            "strd r5, r6, [sp, #124]\n"                                                            \
            "ldm r1, {r4-r8}\n"                                                                    \
            "str r4, [sp, #24]\n"                                                                  \
            "lsls r4, r4, #1\n"                                                                    \
            "str r4, [sp, #52]\n"                                                                  \
            "lsls r4, r4, #1\n"                                                                    \
            "str r4, [sp, #80]\n"                                                                  \
            "str r4, [sp, #108]\n"                                                                 \
            "mov r9, r5\n"                                                                         \
            "mov r10, r6\n"                                                                        \
            "mov r11, r7\n"                                                                        \
            "str r8, [sp, #132]\n"                                                                 \
            "1:\n" /* a tile */                                                                    \
            "mov r1, sp\n"                                                                         \
            "mov r8, #3\n"                                                                         \
            "2:\n"                                                                                 \
            COLUMN("0", "0") COLUMN("32", "4")                                                     \
            "adds r0, #64\n"                                                                       \
            "adds r1, #8\n"                                                                        \
            "subs r8, #1\n"                                                                        \
            "bne.w 2b\n"                                                                           \
            "str r0, [sp, #120]\n"                                                                 \
            "ldr r1, [sp, #112]\n"                                                                 \
            "mov r0, sp\n"                                                                         \
            "3:\n" /* a row */                                                                     \
            "ldr r2, [r0]\n"                                                                       \
            "ldr r3, [r0, #4]\n"                                                                   \
            "ldr r4, [r0, #8]\n"                                                                   \
            "ldr r5, [r0, #12]\n"                                                                  \
            "ldr r6, [r0, #16]\n"                                                                  \
            "ldr r7, [r0, #20]\n"                                                                  \
            "ldr r8, [r0, #24]\n"                                                                  \
            TRANSFORM                                                                              \
            "lsls r5, r5, #1\n"                                                                    \
            "lsl r12, r12, #2\n"                                                                   \
            "lsls r3, r3, #2\n"                                                                    \
            "mla r2, r2, r8, r9\n"                                                                 \
            "mla r5, r5, r8, r9\n"                                                                 \
            "mla r12, r12, r8, r9\n"                                                               \
            "mla r3, r3, r8, r9\n"                                                                 \
            REQUANTISE                                                                             \
            "ldrd r4, r6, [sp, #124]\n"                                                            \
            "ssat r2, #8, r2, asr #16\n"                                                           \
            "ssat r5, #8, r5, asr #16\n"                                                           \
            "ssat r12, #8, r12, asr #16\n"                                                         \
            "ssat r3, #8, r3, asr #16\n"                                                           \
            "add r7, r1, r6, lsl #1\n"                                                             \
            "strb r2, [r1]\n"                                                                      \
            "strb r5, [r1, r6]\n"                                                                  \
            "strb r12, [r7]\n"                                                                     \
            "strb r3, [r7, r6]\n"                                                                  \
            "adds r0, #28\n"                                                                       \
            "add r5, sp, #112\n"                                                                   \
            "add r1, r4\n"                                                                         \
            "cmp r0, r5\n"                                                                         \
            "bne.w 3b\n"                                                                           \
            "ldrd r1, r5, [sp, #112]\n"                                                            \
            "ldr r0, [sp, #120]\n"                                                                 \
            "add r1, r1, r6, lsl #2\n"                                                             \
            "subs r0, #188\n" /* three turns back, the next tile */                                \
            "subs r5, #1\n"                                                                        \
            "strd r1, r5, [sp, #112]\n"                                                            \
            "bne.w 1b\n"                                                                           \
            "add sp, sp, #140\n"                                                                   \
            "pop {r4-r11, pc}\n");                                                                 \
    }

OUTPUTS(winograd_4x4_outputs_one_sided, ONE_SIDED)
OUTPUTS(winograd_4x4_outputs_two_sided, TWO_SIDED)

// clang-format on

}  // namespace neurio
