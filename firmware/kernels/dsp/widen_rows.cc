#include "kernels/dsp/widen_rows.h"

namespace neurio {

// Registers: r0 mask, r1 offset, r2 words, r3 plane, r4 back, r5 stride, r6-r11 rows.
// The columns are made from the last to the first. All instructions of the loop have 32 bits and
// lie on whole words, so that the core's prefetch unit keeps up.
[[gnu::naked, gnu::noinline]] void widen_rows([[maybe_unused]] const Rows* rows) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "ldm r0!, {r6-r11}\n"
        "push {r6-r11}\n"
        "ldm r0, {r0-r5}\n"
        ".balign 4\n"
        "1:\n"
        "ldm.w sp, {r6-r11}\n"
        "ldr.w r6, [r6, r1]\n"
        "ldr.w r7, [r7, r1]\n"
        "ldr.w r8, [r8, r1]\n"
        "ldr.w r9, [r9, r1]\n"
        "ldr.w r10, [r10, r1]\n"
        "ldr.w r11, [r11, r1]\n"
        // Channels 0 and 1 into r6, r8, r10; channels 2 and 3 into r12, r7, r9.
        "pkhtb r12, r7, r6, asr #16\n"
        "pkhbt r6, r6, r7, lsl #16\n"
        "pkhtb r7, r9, r8, asr #16\n"
        "pkhbt r8, r8, r9, lsl #16\n"
        "pkhtb r9, r11, r10, asr #16\n"
        "pkhbt r10, r10, r11, lsl #16\n"
        "and.w r11, r0, r6, lsl #8\n"
        "and.w lr, r0, r8, lsl #8\n"
        "strd r11, lr, [r2]\n"
        "and.w r11, r0, r10, lsl #8\n"
        "str.w r11, [r2, #8]\n"
        "add.w r2, r2, r3\n"
        "and.w r6, r6, r0\n"
        "and.w r8, r8, r0\n"
        "and.w r10, r10, r0\n"
        "stm.w r2, {r6, r8, r10}\n"
        "add.w r2, r2, r3\n"
        "and.w r6, r0, r12, lsl #8\n"
        "and.w r8, r0, r7, lsl #8\n"
        "and.w r10, r0, r9, lsl #8\n"
        "stm.w r2, {r6, r8, r10}\n"
        "add.w r2, r2, r3\n"
        "and.w r6, r0, r12\n"
        "and.w r7, r7, r0\n"
        "and.w r9, r9, r0\n"
        "stm.w r2, {r6, r7, r9}\n"
        "sub.w r2, r2, r4\n"
        "subs.w r1, r1, r5\n"
        "bpl.w 1b\n"
        "add sp, #24\n"
        "pop {r4-r11, pc}\n");
}

}  // namespace neurio
