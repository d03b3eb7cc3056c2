#include "kernels/dsp/pixel_pairs.h"
#include "kernels/dsp/winograd_16_bits.h"
#include "kernels/dsp/winograd_4x4.h"

namespace neurio {
namespace {

inline uint32_t four_times(uint32_t x) {
    const uint32_t twice = add_halves(x, x);
    return add_halves(twice, twice);
}

// B^T times six values.
inline void transform(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint32_t f,
                      uint32_t* points) {
    const uint32_t a_c = subtract_halves(a, c);
    const uint32_t e_c = subtract_halves(e, c);
    const uint32_t b_d = subtract_halves(b, d);
    const uint32_t c4_e = subtract_halves(four_times(c), e);
    const uint32_t b4_d = subtract_halves(four_times(b), d);
    points[1] = add_halves(c4_e, b4_d);
    points[2] = subtract_halves(c4_e, b4_d);
    points[0] = add_halves(four_times(a_c), e_c);
    const uint32_t b_d_twice = add_halves(b_d, b_d);
    points[3] = subtract_halves(e_c, b_d_twice);
    points[4] = add_halves(e_c, b_d_twice);
    points[5] = add_halves(add_halves(b_d_twice, b_d_twice), subtract_halves(f, d));
}

}  // namespace

void winograd_4x4_columns(const int8_t* const* rows, int32_t step, int32_t count, uint32_t* planes,
                          int32_t plane_words) {
    const int8_t *r0 = rows[0], *r1 = rows[1], *r2 = rows[2];
    const int8_t *r3 = rows[3], *r4 = rows[4], *r5 = rows[5];
    int32_t x = 0;
    do {
        const uint32_t a = load_word(r0 + x), b = load_word(r1 + x), c = load_word(r2 + x);
        const uint32_t d = load_word(r3 + x), e = load_word(r4 + x), f = load_word(r5 + x);
        transform(even_bytes(a), even_bytes(b), even_bytes(c), even_bytes(d), even_bytes(e),
                  even_bytes(f), planes);
        transform(odd_bytes(a), odd_bytes(b), odd_bytes(c), odd_bytes(d), odd_bytes(e),
                  odd_bytes(f), planes + plane_words);
        planes += 6;
        x += step;
    } while (--count);
}

// clang-format off

// A point of six columns, r2-r7, to six points of the tile, which lr separates; r0 plane, r1 inputs.
// All instructions fill a word, so that none lies across two, which starves the core.
#define ROW                                 \
    "ldr.w r2, [r0]\n"                        \
    "ldr.w r3, [r0, #24]\n"                   \
    "ldr.w r4, [r0, #48]\n"                   \
    "ldr.w r5, [r0, #72]\n"                   \
    "ldr.w r6, [r0, #96]\n"                   \
    "ldr.w r7, [r0, #120]\n"                  \
    "ssub16 r8, r2, r4\n"                   \
    "ssub16 r9, r6, r4\n"                   \
    "ssub16 r10, r3, r5\n"                  \
    "sadd16 r4, r4, r4\n"                   \
    "sadd16 r4, r4, r4\n"                   \
    "ssub16 r6, r4, r6\n"                   \
    "sadd16 r3, r3, r3\n"                   \
    "sadd16 r3, r3, r3\n"                   \
    "ssub16 r3, r3, r5\n"                   \
    "sadd16 r11, r6, r3\n"                  \
    "ssub16 r12, r6, r3\n"                  \
    "sadd16 r8, r8, r8\n"                   \
    "sadd16 r8, r8, r8\n"                   \
    "sadd16 r8, r8, r9\n"                   \
    "ssub16 r7, r7, r5\n"                   \
    "sadd16 r10, r10, r10\n"                \
    "ssub16 r2, r9, r10\n"                  \
    "sadd16 r9, r9, r10\n"                  \
    "sadd16 r10, r10, r10\n"                \
    "sadd16 r7, r7, r10\n"                  \
    "str.w r8, [r1]\n"                        \
    "add.w r1, r1, lr\n"                          \
    "str.w r11, [r1]\n"                       \
    "add.w r1, r1, lr\n"                          \
    "str.w r12, [r1]\n"                       \
    "add.w r1, r1, lr\n"                          \
    "str.w r2, [r1]\n"                        \
    "add.w r1, r1, lr\n"                          \
    "str.w r9, [r1]\n"                        \
    "add.w r1, r1, lr\n"                          \
    "str.w r7, [r1]\n"                        \
    "add.w r1, r1, lr\n"                          \
    "add.w r0, r0, #4\n"

// Stack: 0 tiles left, 4 bytes from behind a tile's points to the next tile, 8 turns left.
[[gnu::naked, gnu::noinline]] static void transform_rows(const uint32_t*, int32_t, uint32_t*,
                                                         int32_t) {
    asm volatile(
        "push {r4-r11, lr}\n"
        "sub sp, sp, #12\n"
        "mov lr, r3\n"
        "movs r4, #36\n"
        "muls r4, r3, r4\n"
        "subs r4, #4\n"
        "strd r1, r4, [sp]\n"
        "mov r1, r2\n"
        "1:\n"
        "movs r2, #3\n"
        "str r2, [sp, #8]\n"
        ".balign 4\n"
        "2:\n"
        ROW ROW
        "ldr.w r2, [sp, #8]\n"
        "subs.w r2, r2, #1\n"
        "str.w r2, [sp, #8]\n"
        "bne.w 2b\n"
        "ldrd r2, r3, [sp]\n"
        "adds r0, #72\n"
        "subs r1, r1, r3\n"
        "subs r2, #1\n"
        "str r2, [sp]\n"
        "bne.w 1b\n"
        "add sp, sp, #12\n"
        "pop {r4-r11, pc}\n");
}

// clang-format on

void winograd_4x4_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to) {
    uint32_t* const first = to.inputs + (to.group * to.steps + to.step) * kTileGroup + to.tile;
    transform_rows(plane, tiles, first, to.groups * to.steps * kTileGroup * 4);
}

}  // namespace neurio
