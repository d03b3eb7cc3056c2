#include "kernels/dsp/winograd_stride_2.h"

namespace neurio {
namespace {

// clang-format off

// r1 transformed; taps of the rows: r2-r4, r5-r7, r8-r10; r11, r12, lr free. Points are 8 bytes
// apart, between the words of the other filter. All instructions fill a word, so that none lies
// across two, which starves the core.
#define STORE(x, point) "str.w " #x ", [r1, #8 * (" #point ")]\n"

// G times two values, at four points; t free.
#define FOUR_POINTS(point, x, y, t)         \
    STORE(x, point)                         \
    "sadd16 " #t ", " #x ", " #y "\n"       \
    STORE(t, point + 1)                     \
    "ssub16 " #t ", " #x ", " #y "\n"       \
    STORE(t, point + 2)                     \
    "sadd16 " #t ", " #y ", " #y "\n"       \
    "sadd16 " #t ", " #x ", " #t "\n"       \
    STORE(t, point + 3)

#define FOUR_TIMES(point, x) STORE(x, point) STORE(x, point + 1) STORE(x, point + 2) STORE(x, point + 3)

// The second to the fourth row of G times two values.
#define THREE_SUMS(x, y)                    \
    "sadd16 r11, " #x ", " #y "\n"          \
    "ssub16 r12, " #x ", " #y "\n"          \
    "sadd16 lr, " #y ", " #y "\n"           \
    "sadd16 lr, " #x ", lr\n"

#define NEXT_PHASE "add.w r1, r1, r0\n"

// Stack: 0 weights, 4 their end, 8 bytes from one phase to the next, 12 from behind a step to the
// next one.
[[gnu::naked, gnu::noinline]] void transform(const uint32_t*, const uint32_t*, uint32_t*, int32_t) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "sub sp, sp, #20\n"
        "str r1, [sp, #4]\n"
        "add r4, r3, r3, lsl #2\n"
        "subs r4, #128\n"
        "strd r3, r4, [sp, #8]\n"
        "mov r1, r2\n"
        ".balign 4\n"
        "1:\n"
        "ldm.w r0!, {r2, r4, r6, r8, r10}\n"
        "str.w r0, [sp]\n"
        "sxtb16 r3, r2, ror #8\n"
        "sxtb16 r2, r2\n"
        "sxtb16 r5, r4, ror #8\n"
        "sxtb16 r4, r4\n"
        "sxtb16 r7, r6, ror #8\n"
        "sxtb16 r6, r6\n"
        "sxtb16 r9, r8, ror #8\n"
        "sxtb16 r8, r8\n"
        "sxtb16 r10, r10\n"
        // Now the taps are r2 r3 r4, r5 r6 r7, r8 r9 r10.
        "ldr.w r0, [sp, #8]\n"
        FOUR_POINTS(0, r2, r4, lr)
        "sadd16 r11, r2, r8\n"
        "sadd16 r12, r4, r10\n"
        FOUR_POINTS(4, r11, r12, lr)
        "ssub16 r11, r2, r8\n"
        "ssub16 r12, r4, r10\n"
        FOUR_POINTS(8, r11, r12, lr)
        "sadd16 r11, r8, r8\n"
        "sadd16 r12, r10, r10\n"
        "sadd16 r11, r2, r11\n"
        "sadd16 r12, r4, r12\n"
        FOUR_POINTS(12, r11, r12, lr)
        NEXT_PHASE
        THREE_SUMS(r3, r9)
        FOUR_TIMES(0, r3) FOUR_TIMES(4, r11) FOUR_TIMES(8, r12) FOUR_TIMES(12, lr)
        NEXT_PHASE
        THREE_SUMS(r5, r7)
        ".irp row, 0, 4, 8, 12\n"
        STORE(r5, \\row) STORE(r11, \\row + 1) STORE(r12, \\row + 2) STORE(lr, \\row + 3)
        ".endr\n"
        NEXT_PHASE
        FOUR_TIMES(0, r6) FOUR_TIMES(4, r6) FOUR_TIMES(8, r6) FOUR_TIMES(12, r6)
        NEXT_PHASE
        FOUR_POINTS(0, r8, r10, lr)
        THREE_SUMS(r4, r10)
        STORE(r4, 4) STORE(r11, 5) STORE(r12, 6) STORE(lr, 7) STORE(r10, 8)
        NEXT_PHASE
        FOUR_TIMES(0, r9) FOUR_TIMES(4, r7)
        "ldm.w sp, {r0, r2, r3, r4}\n"
        "sub.w r1, r1, r4\n"
        "cmp.w r0, r2\n"
        "bne.w 1b\n"
        "add sp, sp, #20\n"
        "pop {r4-r11, pc}\n");
}

// clang-format on

}  // namespace

void winograd_stride_2_weights(const uint32_t* weights, const uint32_t* weights_end,
                               uint32_t* transformed) {
    constexpr int32_t kStepWords = 5;
    constexpr int32_t kStepBytes = 128;  // transformed: 16 points of two filters
    const int32_t steps = static_cast<int32_t>(weights_end - weights) / kStepWords;
    transform(weights, weights_end, transformed, steps * kStepBytes);
}

}  // namespace neurio
