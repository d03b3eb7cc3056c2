#include "kernels/dsp/winograd_4x4.h"

namespace neurio {

// clang-format off

// r0 free, r1 transformed; rows of weights: r2-r4, r5-r7, r8-r10; r11, r12, lr free.
// Points are 8 bytes apart, between the words of the other filter.
#define STORE(x, point) "str.w " #x ", [r1, #8 * (" #point ")]\n"

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

// 133 instructions for two weights of 3x3. Stack: 0 weights, 4 their end.
[[gnu::naked]] void winograd_4x4_weights(const uint32_t*, const uint32_t*, uint32_t*) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "sub sp, sp, #12\n"
        "str r1, [sp, #4]\n"
        "mov r1, r2\n"
        ".balign 4\n"
        "1:\n" /* all instructions fill a word, so that none lies across two, which starves the core */
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
        KEEPING(0, r2, r3, r4, r11, r12, r0)
        KEEPING(5, r8, r9, r10, r11, r12, r0)
        THREE("sadd16", r11, r12, lr, r2, r3, r4, r8, r9, r10)
        THREE("sadd16", r8, r9, r10, r8, r9, r10, r8, r9, r10)
        THREE("sadd16", r8, r9, r10, r8, r9, r10, r8, r9, r10)
        THREE("sadd16", r2, r3, r4, r2, r3, r4, r8, r9, r10)
        THREE("sadd16", r8, r9, r10, r11, r12, lr, r5, r6, r7)
        THREE("ssub16", r11, r12, lr, r11, r12, lr, r5, r6, r7)
        IN_PLACE(1, r8, r9, r10, r0)
        IN_PLACE(2, r11, r12, lr, r0)
        THREE("sadd16", r5, r6, r7, r5, r6, r7, r5, r6, r7)
        THREE("sadd16", r8, r9, r10, r2, r3, r4, r5, r6, r7)
        THREE("ssub16", r2, r3, r4, r2, r3, r4, r5, r6, r7)
        IN_PLACE(3, r8, r9, r10, r0)
        IN_PLACE(4, r2, r3, r4, r0)
        "ldrd r0, r2, [sp]\n"
        "add r1, r1, #288\n"
        "cmp.w r0, r2\n"
        "bne.w 1b\n"
        "add sp, sp, #12\n"
        "pop {r4-r11, pc}\n");
}

// clang-format on

}  // namespace neurio
