#include "kernels/dsp/winograd_4x4.h"

namespace neurio {

// clang-format off

// r0 free, r1 transformed; rows of weights: r2-r4, r5-r7, r8-r10; r11, r12, lr free.
// Points are 8 bytes apart, between the words of the other filter; the odd channels' are 288 bytes
// behind the even ones'.
#define STORE(x, point) "str " #x ", [r1, #OFFSET + 8 * (" #point ")]\n"

// G times three values, which are kept; t, u, v free.
#define KEEPING(row, x, y, z, t, u, v)                                                             \
    STORE(x, 6 * row) STORE(z, 6 * row + 5)                                                        \
    "sadd16 " #t ", " #x ", " #z "\n"                                                              \
    "sadd16 " #u ", " #t ", " #y "\n"                                                              \
    "ssub16 " #t ", " #t ", " #y "\n"                                                              \
    STORE(u, 6 * row + 1) STORE(t, 6 * row + 2)                                                    \
    "sadd16 " #t ", " #z ", " #z "\n"                                                              \
    "sadd16 " #u ", " #y ", " #y "\n"                                                              \
    "sadd16 " #t ", " #t ", " #t "\n"                                                              \
    "sadd16 " #t ", " #x ", " #t "\n"                                                              \
    "sadd16 " #v ", " #t ", " #u "\n"                                                              \
    "ssub16 " #t ", " #t ", " #u "\n"                                                              \
    STORE(v, 6 * row + 3) STORE(t, 6 * row + 4)

// The same, in place; t free.
#define IN_PLACE(row, x, y, z, t)                                                                  \
    STORE(x, 6 * row) STORE(z, 6 * row + 5)                                                        \
    "sadd16 " #t ", " #x ", " #z "\n"                                                              \
    "sadd16 " #z ", " #z ", " #z "\n"                                                              \
    "sadd16 " #z ", " #z ", " #z "\n"                                                              \
    "sadd16 " #x ", " #x ", " #z "\n"                                                              \
    "sadd16 " #z ", " #t ", " #y "\n"                                                              \
    "ssub16 " #t ", " #t ", " #y "\n"                                                              \
    STORE(z, 6 * row + 1) STORE(t, 6 * row + 2)                                                    \
    "sadd16 " #y ", " #y ", " #y "\n"                                                              \
    "sadd16 " #z ", " #x ", " #y "\n"                                                              \
    "ssub16 " #x ", " #x ", " #y "\n"                                                              \
    STORE(z, 6 * row + 3) STORE(x, 6 * row + 4)

#define THREE(operation, x, y, z, a, b, c, d, e, f)                                                \
    operation " " #x ", " #a ", " #d "\n"                                                          \
    operation " " #y ", " #b ", " #e "\n"                                                          \
    operation " " #z ", " #c ", " #f "\n"

// Two channels of a filter; `rotation` takes the even or the odd ones.
#define TWO_CHANNELS(offset, rotation)                                                             \
    ".set OFFSET, " #offset "\n"                                                                   \
    "ldr r2, [r0]\n"                                                                               \
    "ldr r3, [r0, #4]\n"                                                                           \
    "ldr r4, [r0, #8]\n"                                                                           \
    "ldr r5, [r0, #12]\n"                                                                          \
    "ldr r6, [r0, #16]\n"                                                                          \
    "ldr r7, [r0, #20]\n"                                                                          \
    "ldr r8, [r0, #24]\n"                                                                          \
    "ldr r9, [r0, #28]\n"                                                                          \
    "ldr r10, [r0, #32]\n"                                                                         \
    ".irp r, r2, r3, r4, r5, r6, r7, r8, r9, r10\n"                                                \
    "sxtb16 \\r, \\r" rotation "\n"                                                                \
    ".endr\n"                                                                                      \
    KEEPING(0, r2, r3, r4, r11, r12, r0)                                                           \
    KEEPING(5, r8, r9, r10, r11, r12, r0)                                                          \
    THREE("sadd16", r11, r12, lr, r2, r3, r4, r8, r9, r10)                                         \
    THREE("sadd16", r8, r9, r10, r8, r9, r10, r8, r9, r10)                                         \
    THREE("sadd16", r8, r9, r10, r8, r9, r10, r8, r9, r10)                                         \
    THREE("sadd16", r2, r3, r4, r2, r3, r4, r8, r9, r10)                                           \
    THREE("sadd16", r8, r9, r10, r11, r12, lr, r5, r6, r7)                                         \
    THREE("ssub16", r11, r12, lr, r11, r12, lr, r5, r6, r7)                                        \
    IN_PLACE(1, r8, r9, r10, r0)                                                                   \
    IN_PLACE(2, r11, r12, lr, r0)                                                                  \
    THREE("sadd16", r5, r6, r7, r5, r6, r7, r5, r6, r7)                                            \
    THREE("sadd16", r8, r9, r10, r2, r3, r4, r5, r6, r7)                                           \
    THREE("ssub16", r2, r3, r4, r2, r3, r4, r5, r6, r7)                                            \
    IN_PLACE(3, r8, r9, r10, r0)                                                                   \
    IN_PLACE(4, r2, r3, r4, r0)

// 272 instructions for four weights of 3x3.
// Stack: 0 weights, 4 their end, 8 bytes to the next filter's points, 12 to those of the next quad.
[[gnu::naked]] void winograd_4x4_weights(const uint32_t*, const uint32_t*, uint32_t*) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "sub sp, sp, #20\n"
        "strd r0, r1, [sp]\n"
        "mov r1, r2\n"
        "movs r2, #4\n"
        "movw r3, #572\n"
        "strd r2, r3, [sp, #8]\n"
        "1:\n"
        TWO_CHANNELS(0, "")
        "ldr r0, [sp]\n"
        TWO_CHANNELS(288, ", ror #8")
        "ldm sp, {r0, r2, r3, r4}\n"
        "strd r4, r3, [sp, #8]\n"
        "add r1, r1, r3\n"
        "adds r0, #36\n"
        "str r0, [sp]\n"
        "cmp r0, r2\n"
        "bne.w 1b\n"
        "add sp, sp, #20\n"
        "pop {r4-r11, pc}\n");
}

// clang-format on

}  // namespace neurio
