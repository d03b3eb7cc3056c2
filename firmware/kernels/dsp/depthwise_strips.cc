#include "kernels/dsp/depthwise_strips.h"

namespace neurio {

// One instruction a line:
// clang-format off

// Register use in all loops: r0 plane, r1 filters, r2-r5 accumulators, r6-r11 words of the plane,
// r12 and lr weights; then r6 multiplier, r7 addend, r8 output, r9 row, r10 three rows, r11 column,
// r12 end.
#define NEURIO_ENTER                        \
    "push {r4-r11, lr}\n"                   \
    "ldm r0, {r0, r1, r4-r10}\n"            \
    "push {r4-r10}\n"

#define NEURIO_LEAVE                        \
    "add sp, #28\n"                         \
    "pop {r4-r11, pc}\n"

// From one channel to the next: `filter` is the bytes a channel has in filters, `rest` what the
// columns left of the plane.
#define NEURIO_NEXT_CHANNEL(filter, rest)         \
    "ldr r6, [sp, #20]\n"                   \
    "ldr r7, [sp, #24]\n"                   \
    "add r12, #1\n"                         \
    "sub r8, r12, r6\n"                     \
    "str r8, [sp]\n"                        \
    "str r12, [sp, #16]\n"                  \
    "add r0, #" rest "\n"                   \
    "add r1, #" filter "\n"                 \
    "subs r7, #1\n"                         \
    "str r7, [sp, #24]\n"                   \
    "bne 1b\n"

#define NEURIO_ROWS_0_1(p, q)               \
    "smlad r2, " p ", r12, r2\n"            \
    "smlabt r2, " q ", lr, r2\n"            \
    "smlatb r3, " p ", r12, r3\n"           \
    "smlad r3, " q ", lr, r3\n"

#define NEURIO_ROWS_2_3(q, r)               \
    "smlad r4, " q ", r12, r4\n"            \
    "smlabt r4, " r ", lr, r4\n"            \
    "smlatb r5, " q ", r12, r5\n"           \
    "smlad r5, " r ", lr, r5\n"

// The first column's products on top of the bias in r2.
#define NEURIO_SUM_TWO_ROWS                 \
    "ldm r0!, {r6, r7, r8}\n"               \
    "ldm r1, {r2, r12, lr}\n"               \
    "smlatb r3, r6, r12, r2\n"              \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r2, r7, lr, r2\n"               \
    "smlad r3, r7, lr, r3\n"                \
    "ldm r0, {r6-r11}\n"                    \
    "ldrd r12, lr, [r1, #12]\n"             \
    NEURIO_ROWS_0_1("r6", "r7")             \
    "ldrd r12, lr, [r1, #20]\n"             \
    NEURIO_ROWS_0_1("r9", "r10")

#define NEURIO_SUM_FOUR_ROWS                \
    "ldm r0!, {r6, r7, r8}\n"               \
    "ldm r1, {r2, r12, lr}\n"               \
    "smlatb r3, r6, r12, r2\n"              \
    "smlad r4, r7, r12, r2\n"               \
    "smlatb r5, r7, r12, r2\n"              \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r2, r7, lr, r2\n"               \
    "smlad r3, r7, lr, r3\n"                \
    "smlabt r4, r8, lr, r4\n"               \
    "smlad r5, r8, lr, r5\n"                \
    "ldm r0, {r6-r11}\n"                    \
    "ldrd r12, lr, [r1, #12]\n"             \
    NEURIO_ROWS_0_1("r6", "r7")             \
    NEURIO_ROWS_2_3("r7", "r8")             \
    "ldrd r12, lr, [r1, #20]\n"             \
    NEURIO_ROWS_0_1("r9", "r10")            \
    NEURIO_ROWS_2_3("r10", "r11")

// Stride 2: the second output row begins at Q.
#define NEURIO_ROWS_0_2(p, q, r)            \
    "smlad r2, " p ", r12, r2\n"            \
    "smlabt r2, " q ", lr, r2\n"            \
    "smlad r3, " q ", r12, r3\n"            \
    "smlabt r3, " r ", lr, r3\n"

#define NEURIO_SUM_TWO_ROWS_STRIDE_2        \
    "ldm r0!, {r6-r11}\n"                   \
    "ldm r1, {r2, r12, lr}\n"               \
    "smlad r3, r7, r12, r2\n"               \
    "smlabt r3, r8, lr, r3\n"               \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r2, r7, lr, r2\n"               \
    "ldrd r12, lr, [r1, #12]\n"             \
    NEURIO_ROWS_0_2("r9", "r10", "r11")     \
    "ldm r0, {r6-r8}\n"                     \
    "ldrd r12, lr, [r1, #20]\n"             \
    NEURIO_ROWS_0_2("r6", "r7", "r8")

// Two columns of two rows: r2 and r3, r4 and r5. Single loads, one behind the other, take one cycle
// each, so that what both columns need costs less than LDM and LDRD by column.
#define NEURIO_SUM_TWO_COLUMNS_STRIDE_2     \
    "ldr.w r2, [r1]\n"                      \
    "ldr.w r6, [r0, #0]\n"                  \
    "ldr.w r7, [r0, #4]\n"                  \
    "ldr.w r8, [r0, #8]\n"                  \
    "ldr.w r9, [r0, #24]\n"                 \
    "ldr.w r10, [r0, #28]\n"                \
    "ldr.w r11, [r0, #32]\n"                \
    "ldr.w r12, [r1, #4]\n"                 \
    "ldr.w lr, [r1, #8]\n"                  \
    "smlad r3, r7, r12, r2\n"               \
    "smlad r4, r9, r12, r2\n"               \
    "smlad r5, r10, r12, r2\n"              \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r3, r8, lr, r3\n"               \
    "smlabt r4, r10, lr, r4\n"              \
    "smlabt r5, r11, lr, r5\n"              \
    "smlabt r2, r7, lr, r2\n"               \
    "ldr.w r6, [r0, #12]\n"                 \
    "ldr.w r7, [r0, #16]\n"                 \
    "ldr.w r8, [r0, #20]\n"                 \
    "ldr.w r9, [r0, #36]\n"                 \
    "ldr.w r10, [r0, #40]\n"                \
    "ldr.w r11, [r0, #44]\n"                \
    "ldr.w r12, [r1, #12]\n"                \
    "ldr.w lr, [r1, #16]\n"                 \
    "smlad r3, r7, r12, r3\n"               \
    "smlad r4, r9, r12, r4\n"               \
    "smlad r5, r10, r12, r5\n"              \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r3, r8, lr, r3\n"               \
    "smlabt r4, r10, lr, r4\n"              \
    "smlabt r5, r11, lr, r5\n"              \
    "smlabt r2, r7, lr, r2\n"               \
    "ldr.w r6, [r0, #24]\n"                 \
    "ldr.w r7, [r0, #28]\n"                 \
    "ldr.w r8, [r0, #32]\n"                 \
    "ldr.w r9, [r0, #48]\n"                 \
    "ldr.w r10, [r0, #52]\n"                \
    "ldr.w r11, [r0, #56]\n"                \
    "ldr.w r12, [r1, #20]\n"                \
    "ldr.w lr, [r1, #24]\n"                 \
    "smlad r3, r7, r12, r3\n"               \
    "smlad r4, r9, r12, r4\n"               \
    "smlad r5, r10, r12, r5\n"              \
    "smlad r2, r6, r12, r2\n"               \
    "smlabt r3, r8, lr, r3\n"               \
    "smlabt r4, r10, lr, r4\n"              \
    "smlabt r5, r11, lr, r5\n"              \
    "smlabt r2, r7, lr, r2\n"

#define NEURIO_TWO_COLUMNS_PARAMETERS       \
    "ldr.w r6, [r1, #28]\n"                 \
    "ldr.w r7, [r1, #32]\n"                 \
    "ldr.w r8, [sp]\n"                      \
    "ldr.w r9, [sp, #4]\n"                  \
    "ldr.w r11, [sp, #12]\n"                \
    "ldr.w r12, [sp, #16]\n"

#define NEURIO_CODE_ONE_SIDED(sum)          \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "ssat " sum ", #8, " sum ", asr #16\n"

#define NEURIO_CODE_TWO_SIDED(sum)          \
    "and.w r10, lr, " sum ", asr #31\n"     \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "sub.w " sum ", " sum ", r10\n"         \
    "ssat " sum ", #8, " sum ", asr #16\n"

#define NEURIO_STORE_TWO_COLUMNS            \
    "strb.w r2, [r8]\n"                     \
    "strb.w r3, [r8, r9]\n"                 \
    "add.w r8, r8, r11\n"                   \
    "add.w r0, r0, #48\n"                   \
    "strb.w r4, [r8]\n"                     \
    "strb.w r5, [r8, r9]\n"                 \
    "add.w r8, r8, r11\n"                   \
    "str.w r8, [sp]\n"                      \
    "cmp.w r8, r12\n"                       \
    "bne.w 1b\n"

#define NEURIO_ONE_SIDED_PARAMETERS         \
    "ldrd r6, r7, [r1, #28]\n"              \
    "ldm sp, {r8-r12}\n"

#define NEURIO_STORE_ONE_SIDED(sum, where)  \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "ssat " sum ", #8, " sum ", asr #16\n"  \
    "strb " sum ", [r8" where "]\n"

#define NEURIO_TWO_SIDED_PARAMETERS         \
    "ldrd r6, r7, [r1, #28]\n"              \
    "ldr lr, [r1, #36]\n"                   \
    "ldm sp, {r8-r11}\n"

#define NEURIO_STORE_TWO_SIDED(sum, where)  \
    "and r12, lr, " sum ", asr #31\n"       \
    "smmla " sum ", " sum ", r6, r7\n"      \
    "sub " sum ", " sum ", r12\n"           \
    "ssat " sum ", #8, " sum ", asr #16\n"  \
    "strb " sum ", [r8" where "]\n"

#define NEURIO_NEXT_COLUMN                  \
    "add r8, r8, r11\n"                     \
    "str r8, [sp]\n"                        \
    "cmp r8, r12\n"                         \
    "bne 1b\n"

// 47 instructions for four outputs, 36 MACs: 1.31 a MAC.
[[gnu::naked, gnu::noinline]] void four_rows_one_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_FOUR_ROWS NEURIO_ONE_SIDED_PARAMETERS
                 NEURIO_STORE_ONE_SIDED("r2", "")
                 NEURIO_STORE_ONE_SIDED("r3", ", r9")
                 NEURIO_STORE_ONE_SIDED("r4", ", r9, lsl #1")
                 NEURIO_STORE_ONE_SIDED("r5", ", r10")
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "24") NEURIO_LEAVE);
}

// 29 instructions for two outputs: 1.61 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_one_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS NEURIO_ONE_SIDED_PARAMETERS
                 NEURIO_STORE_ONE_SIDED("r2", "")
                 NEURIO_STORE_ONE_SIDED("r3", ", r9")
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "24") NEURIO_LEAVE);
}

// 57 instructions for four outputs: 1.58 a MAC.
[[gnu::naked, gnu::noinline]] void four_rows_two_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_FOUR_ROWS NEURIO_TWO_SIDED_PARAMETERS
                 NEURIO_STORE_TWO_SIDED("r2", "")
                 NEURIO_STORE_TWO_SIDED("r3", ", r9")
                 NEURIO_STORE_TWO_SIDED("r4", ", r9, lsl #1")
                 NEURIO_STORE_TWO_SIDED("r5", ", r10")
                 "ldr r12, [sp, #16]\n"
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40", "24") NEURIO_LEAVE);
}

// 35 instructions for two outputs: 1.94 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_two_sided([[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS NEURIO_TWO_SIDED_PARAMETERS
                 NEURIO_STORE_TWO_SIDED("r2", "")
                 NEURIO_STORE_TWO_SIDED("r3", ", r9")
                 "ldr r12, [sp, #16]\n"
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40", "24") NEURIO_LEAVE);
}

// 29 instructions for two outputs: 1.61 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_stride_2_one_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS_STRIDE_2 NEURIO_ONE_SIDED_PARAMETERS
                 NEURIO_STORE_ONE_SIDED("r2", "")
                 NEURIO_STORE_ONE_SIDED("r3", ", r9")
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("36", "12") NEURIO_LEAVE);
}

// 35 instructions for two outputs: 1.94 a MAC.
[[gnu::naked, gnu::noinline]] void two_rows_stride_2_two_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER "1:\n" NEURIO_SUM_TWO_ROWS_STRIDE_2 NEURIO_TWO_SIDED_PARAMETERS
                 NEURIO_STORE_TWO_SIDED("r2", "")
                 NEURIO_STORE_TWO_SIDED("r3", ", r9")
                 "ldr r12, [sp, #16]\n"
                 NEURIO_NEXT_COLUMN NEURIO_NEXT_CHANNEL("40", "12") NEURIO_LEAVE);
}

// 74 instructions for four outputs: 2.06 a MAC, but fewer cycles than one column at a time.
[[gnu::naked, gnu::noinline]] void two_columns_stride_2_one_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER ".balign 4\n1:\n" NEURIO_SUM_TWO_COLUMNS_STRIDE_2
                 NEURIO_TWO_COLUMNS_PARAMETERS
                 NEURIO_CODE_ONE_SIDED("r2")
                 NEURIO_CODE_ONE_SIDED("r3")
                 NEURIO_CODE_ONE_SIDED("r4")
                 NEURIO_CODE_ONE_SIDED("r5")
                 NEURIO_STORE_TWO_COLUMNS NEURIO_NEXT_CHANNEL("36", "12") NEURIO_LEAVE);
}

[[gnu::naked, gnu::noinline]] void two_columns_stride_2_two_sided(
    [[maybe_unused]] const Strip* strip) {
    asm volatile(NEURIO_ENTER ".balign 4\n1:\n" NEURIO_SUM_TWO_COLUMNS_STRIDE_2
                 NEURIO_TWO_COLUMNS_PARAMETERS
                 "ldr.w lr, [r1, #36]\n"
                 NEURIO_CODE_TWO_SIDED("r2")
                 NEURIO_CODE_TWO_SIDED("r3")
                 NEURIO_CODE_TWO_SIDED("r4")
                 NEURIO_CODE_TWO_SIDED("r5")
                 NEURIO_STORE_TWO_COLUMNS NEURIO_NEXT_CHANNEL("40", "12") NEURIO_LEAVE);
}

// clang-format on

}  // namespace neurio
