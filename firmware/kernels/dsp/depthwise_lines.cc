#include "kernels/dsp/depthwise_lines.h"

namespace neurio {

// clang-format off

// r0 pairs, r1, r3, r12 and lr weights, r2 a pair, r4-r11 sums of eight outputs; r11 holds the bias
// until its output begins. Each pair of neighbours belongs to several outputs: it begins those
// that start with one of its two, and goes on with those before.

#define REST_0                                                                                     \
    "mov r4, r11\n"                                                                                \
    "mov r5, r11\n"                                                                                \
    "mov r6, r11\n"                                                                                \
    "mov r7, r11\n"                                                                                \
    "mov r8, r11\n"                                                                                \
    "mov r9, r11\n"                                                                                \
    "mov r10, r11\n"

// Weights (w0, w1) in r1.
#define REST_2                                                                                     \
    "ldm.w r0, {r2, r3, r12, lr}\n"                                                                \
    "smlad r4, r2, r1, r11\n"                                                                      \
    "smlatb r5, r2, r1, r11\n"                                                                     \
    "ldr.w r2, [r0, #16]\n"                                                                        \
    "smlabt r5, r3, r1, r5\n"                                                                      \
    "smlad r6, r3, r1, r11\n"                                                                      \
    "smlatb r7, r3, r1, r11\n"                                                                     \
    "smlabt r7, r12, r1, r7\n"                                                                     \
    "smlad r8, r12, r1, r11\n"                                                                     \
    "smlatb r9, r12, r1, r11\n"                                                                    \
    "smlabt r9, lr, r1, r9\n"                                                                      \
    "smlad r10, lr, r1, r11\n"                                                                     \
    "smlatb r11, lr, r1, r11\n"                                                                    \
    "smlabt r11, r2, r1, r11\n"

// Weights (w0, w1) in r1, (w1, w2) in r3.
#define REST_3                                                                                     \
    "ldm.w r0, {r2, r12, lr}\n"                                                                    \
    "smlad r4, r2, r1, r11\n"                                                                      \
    "smlatb r5, r2, r1, r11\n"                                                                     \
    "smlabt r4, r12, r3, r4\n"                                                                     \
    "smlad r5, r12, r3, r5\n"                                                                      \
    "smlad r6, r12, r1, r11\n"                                                                     \
    "smlatb r7, r12, r1, r11\n"                                                                    \
    "smlabt r6, lr, r3, r6\n"                                                                      \
    "smlad r7, lr, r3, r7\n"                                                                       \
    "smlad r8, lr, r1, r11\n"                                                                      \
    "smlatb r9, lr, r1, r11\n"                                                                     \
    "ldrd r2, r12, [r0, #12]\n"                                                                    \
    "smlabt r8, r2, r3, r8\n"                                                                      \
    "smlad r9, r2, r3, r9\n"                                                                       \
    "smlad r10, r2, r1, r11\n"                                                                     \
    "smlatb r11, r2, r1, r11\n"                                                                    \
    "smlabt r10, r12, r3, r10\n"                                                                   \
    "smlad r11, r12, r3, r11\n"

// Weights (w0, w1), (w2, w3), (w1, w2), (w3, w4) in r1, r3, r12, lr.
#define REST_5                                                                                     \
    "ldr.w r2, [r0, #0]\n"                                                                         \
    "smlad r4, r2, r1, r11\n"                                                                      \
    "smlatb r5, r2, r1, r11\n"                                                                     \
    "ldr.w r2, [r0, #4]\n"                                                                         \
    "smlad r4, r2, r3, r4\n"                                                                       \
    "smlad r5, r2, r12, r5\n"                                                                      \
    "smlad r6, r2, r1, r11\n"                                                                      \
    "smlatb r7, r2, r1, r11\n"                                                                     \
    "ldr.w r2, [r0, #8]\n"                                                                         \
    "smlabt r4, r2, lr, r4\n"                                                                      \
    "smlad r5, r2, lr, r5\n"                                                                       \
    "smlad r6, r2, r3, r6\n"                                                                       \
    "smlad r7, r2, r12, r7\n"                                                                      \
    "smlad r8, r2, r1, r11\n"                                                                      \
    "smlatb r9, r2, r1, r11\n"                                                                     \
    "ldr.w r2, [r0, #12]\n"                                                                        \
    "smlabt r6, r2, lr, r6\n"                                                                      \
    "smlad r7, r2, lr, r7\n"                                                                       \
    "smlad r8, r2, r3, r8\n"                                                                       \
    "smlad r9, r2, r12, r9\n"                                                                      \
    "smlad r10, r2, r1, r11\n"                                                                     \
    "smlatb r11, r2, r1, r11\n"                                                                    \
    "ldr.w r2, [r0, #16]\n"                                                                        \
    "smlabt r8, r2, lr, r8\n"                                                                      \
    "smlad r9, r2, lr, r9\n"                                                                       \
    "smlad r10, r2, r3, r10\n"                                                                     \
    "smlad r11, r2, r12, r11\n"                                                                    \
    "ldr.w r2, [r0, #20]\n"                                                                        \
    "smlabt r10, r2, lr, r10\n"                                                                    \
    "smlad r11, r2, lr, r11\n"

// Weights (w0, w1), (w2, w3), (w1, w2) in r1, r3, r12.
#define FOUR_TAPS                                                                                  \
    "ldr.w r2, [r0, #0]\n"                                                                         \
    "smlad r4, r2, r1, r4\n"                                                                       \
    "smlatb r5, r2, r1, r5\n"                                                                      \
    "ldr.w r2, [r0, #4]\n"                                                                         \
    "smlad r4, r2, r3, r4\n"                                                                       \
    "smlad r5, r2, r12, r5\n"                                                                      \
    "smlad r6, r2, r1, r6\n"                                                                       \
    "smlatb r7, r2, r1, r7\n"                                                                      \
    "ldr.w r2, [r0, #8]\n"                                                                         \
    "smlabt r5, r2, r3, r5\n"                                                                      \
    "smlad r6, r2, r3, r6\n"                                                                       \
    "smlad r7, r2, r12, r7\n"                                                                      \
    "smlad r8, r2, r1, r8\n"                                                                       \
    "smlatb r9, r2, r1, r9\n"                                                                      \
    "ldr.w r2, [r0, #12]\n"                                                                        \
    "smlabt r7, r2, r3, r7\n"                                                                      \
    "smlad r8, r2, r3, r8\n"                                                                       \
    "smlad r9, r2, r12, r9\n"                                                                      \
    "smlad r10, r2, r1, r10\n"                                                                     \
    "smlatb r11, r2, r1, r11\n"                                                                    \
    "ldr.w r2, [r0, #16]\n"                                                                        \
    "smlabt r9, r2, r3, r9\n"                                                                      \
    "smlad r10, r2, r3, r10\n"                                                                     \
    "smlad r11, r2, r12, r11\n"                                                                    \
    "ldr.w r2, [r0, #20]\n"                                                                        \
    "smlabt r11, r2, r3, r11\n"

// r1 multiplier, r2 addend, r3 what a negative sum loses, r12 output, lr step.
#define ONE_SIDED(sum)                                                                             \
    "smmla " sum ", " sum ", r1, r2\n"                                                             \
    "ssat " sum ", #8, " sum ", asr #16\n"                                                         \
    "strb.w " sum ", [r12]\n"                                                                      \
    "sub.w r12, r12, lr\n"

#define TWO_SIDED(sum)                                                                             \
    "and.w r0, r3, " sum ", asr #31\n"                                                             \
    "smmla " sum ", " sum ", r1, r2\n"                                                             \
    "sub.w " sum ", " sum ", r0\n"                                                                 \
    "ssat " sum ", #8, " sum ", asr #16\n"                                                         \
    "strb.w " sum ", [r12]\n"                                                                      \
    "sub.w r12, r12, lr\n"

// Stack: 0 weights of the rest, 16 bias, 20 multiplier, addend, what negative sums lose, 32 the
// block's last output, 36 step, 40 pairs, 44 end, 48 fours_bytes, 52 filters of four taps, 56 where
// to begin with the codes, 60 the same for what is behind the full eights, or 0, 64 bytes of output
// that it lacks, 68 the Line, 72 what 56 and 60 are for each channel.
#define LINE(name, REST, CODE, bytes)                                                              \
    [[gnu::naked, gnu::noinline]] void name(Line*) {                                         \
        asm volatile(                                                                              \
            "push {r4-r11, lr}\n"                                                                  \
            "sub sp, sp, #84\n"                                                                    \
            "ldrd r6, r7, [r0, #24]\n" /* full, back */                                            \
            "str r7, [sp, #64]\n"                                                                  \
            "adr.w r8, 7f\n"                                                                       \
            "orr r8, r8, #1\n" /* Thumb */                                                         \
            "ldr r7, [r0, #32]\n" /* outputs that the last block lacks, or 8 */                    \
            "mov r9, #" bytes "\n"                                                                 \
            "mla r9, r7, r9, r8\n"                                                                 \
            "cmp r7, #8\n"                                                                         \
            "it eq\n"                                                                              \
            "moveq r9, #0\n"                                                                       \
            "cbnz r6, 2f\n"                                                                        \
            "mov r8, r9\n"                                                                         \
            "mov r9, #0\n"                                                                         \
            "2:\n"                                                                                 \
            "strd r8, r9, [sp, #72]\n"                                                             \
            "8:\n" /* a channel */                                                                 \
            "str r0, [sp, #68]\n"                                                                  \
            "ldm r0, {r0-r5}\n" /* filters, pairs, end, output, step, fours_bytes */               \
            "ldm r0!, {r8-r11}\n"                                                                  \
            "stm sp, {r8-r11}\n"                                                                   \
            "ldm r0!, {r8-r11}\n"                                                                  \
            "add r12, sp, #16\n"                                                                   \
            "stm r12, {r8-r11}\n"                                                                  \
            "strd r3, r4, [sp, #32]\n"                                                             \
            "strd r1, r2, [sp, #40]\n"                                                             \
            "strd r5, r0, [sp, #48]\n"                                                             \
            "ldrd r8, r9, [sp, #72]\n"                                                             \
            "strd r8, r9, [sp, #56]\n"                                                             \
            "mov r0, r1\n"                                                                         \
            ".balign 4\n"                                                                          \
            "1:\n" /* eight outputs: the rest of the taps, on top of the bias */                   \
            "ldm.w sp, {r1, r3, r12, lr}\n"                                                        \
            "ldr.w r11, [sp, #16]\n"                                                               \
            REST                                                                                   \
            "ldr.w r2, [sp, #48]\n"                                                                \
            "cmp.w r2, #0\n"                                                                       \
            "beq.w 4f\n"                                                                           \
            "sub.w r0, r0, r2\n"                                                                   \
            "ldr.w lr, [sp, #52]\n"                                                                \
            "3:\n" /* four taps */                                                                 \
            "ldm.w lr!, {r1, r3, r12}\n"                                                           \
            FOUR_TAPS                                                                              \
            "ldr.w r2, [sp, #40]\n"                                                                \
            "add.w r0, r0, #8\n"                                                                   \
            "cmp.w r0, r2\n"                                                                       \
            "bne.w 3b\n"                                                                           \
            "4:\n"                                                                                 \
            "add.w r0, sp, #20\n"                                                                  \
            "ldm.w r0, {r1, r2, r3, r12, lr}\n"                                                    \
            "ldr.w pc, [sp, #56]\n"                                                                \
            ".balign 4\n"                                                                          \
            "7:\n" /* their codes, from the last to the first */                                   \
            CODE("r11") CODE("r10") CODE("r9") CODE("r8") CODE("r7") CODE("r6") CODE("r5") CODE("r4")\
            "ldrd r0, r1, [sp, #40]\n"                                                             \
            "add.w r12, r12, lr, lsl #4\n"                                                         \
            "add.w r0, r0, #16\n"                                                                  \
            "str.w r12, [sp, #32]\n"                                                               \
            "str.w r0, [sp, #40]\n"                                                                \
            "cmp.w r0, r1\n"                                                                       \
            "bne.w 1b\n"                                                                           \
            "ldrd r2, r3, [sp, #60]\n"                                                             \
            "cbz r2, 6f\n"                                                                         \
            "sub r12, r12, r3\n"                                                                   \
            "movs r3, #0\n"                                                                        \
            "adds r1, r1, #16\n"                                                                   \
            "str r12, [sp, #32]\n"                                                                 \
            "str r1, [sp, #44]\n"                                                                  \
            "strd r2, r3, [sp, #56]\n"                                                             \
            "b.w 1b\n"                                                                             \
            "6:\n"                                                                                 \
            "ldr r8, [sp, #68]\n"                                                                  \
            "ldm r8, {r0-r5}\n"                                                           \
            "ldrd r9, r10, [r8, #36]\n" /* plane, channels */                                      \
            "add r0, r0, #32\n"                                                                    \
            "add r0, r0, r5\n"                                                                     \
            "add r0, r0, r5, lsr #1\n"                                                             \
            "add r1, r1, r9\n"                                                                     \
            "add r2, r2, r9\n"                                                                     \
            "adds r3, #1\n"                                                                        \
            "subs r10, r10, #1\n"                                                                  \
            "stm r8, {r0-r3}\n"                                                                    \
            "str r10, [r8, #40]\n"                                                                 \
            "mov r0, r8\n"                                                                         \
            "bne.w 8b\n"                                                                           \
            "add sp, sp, #84\n"                                                                    \
            "pop {r4-r11, pc}\n");                                                                 \
    }

LINE(line_0_one_sided, REST_0, ONE_SIDED, "16")
LINE(line_2_one_sided, REST_2, ONE_SIDED, "16")
LINE(line_3_one_sided, REST_3, ONE_SIDED, "16")
LINE(line_5_one_sided, REST_5, ONE_SIDED, "16")
LINE(line_0_two_sided, REST_0, TWO_SIDED, "24")
LINE(line_2_two_sided, REST_2, TWO_SIDED, "24")
LINE(line_3_two_sided, REST_3, TWO_SIDED, "24")
LINE(line_5_two_sided, REST_5, TWO_SIDED, "24")

// clang-format on

}  // namespace neurio
