#include "kernels/dsp/columns.h"

namespace neurio {

// Elements 0 and 2, then 1 and 3, of the quads at `a`, `b` and `c`.
#define THREE_QUADS           \
    "ldr r6, [%[a]], #4\n"    \
    "ldr r8, [%[b]], #4\n"    \
    "ldr r9, [%[c]], #4\n"    \
    "sxtb16 r3, r6\n"         \
    "sxtb16 r4, r8\n"         \
    "sxtb16 r5, r9\n"         \
    "sxtb16 r6, r6, ror #8\n" \
    "sxtb16 r8, r8, ror #8\n" \
    "sxtb16 r9, r9, ror #8\n" \
    "stm %[to]!, {r3, r4, r5, r6, r8, r9}\n"

int16_t* widen_three(const int8_t* first, const int8_t* second, const int8_t* third, int32_t quads,
                     int16_t* columns) {
    int16_t* const end = columns + 12 * quads;
    asm volatile(
        "lsrs r3, %[quads], #1\n"
        "bcc 1f\n" THREE_QUADS
        "cmp %[to], %[end]\n"
        "beq 2f\n"
        "1:\n" THREE_QUADS THREE_QUADS
        "cmp %[to], %[end]\n"
        "bne 1b\n"
        "2:\n"
        : [a] "+r"(first), [b] "+r"(second), [c] "+r"(third), [to] "+r"(columns)
        : [quads] "r"(quads), [end] "r"(end)
        : "r3", "r4", "r5", "r6", "r8", "r9", "cc", "memory");
    return end;
}

int16_t* widen_one(const int8_t* elements, int32_t quads, int16_t* column) {
    int16_t* const end = column + 4 * quads;
    asm volatile(
        "1:\n"
        "ldr r4, [%[from]], #4\n"
        "sxtb16 r3, r4\n"
        "sxtb16 r4, r4, ror #8\n"
        "stm %[to]!, {r3, r4}\n"
        "cmp %[to], %[end]\n"
        "bne 1b\n"
        : [from] "+r"(elements), [to] "+r"(column)
        : [end] "r"(end)
        : "r3", "r4", "cc", "memory");
    return end;
}

}  // namespace neurio
