#include "kernels/dsp/pixel_pairs.h"
#include "kernels/dsp/winograd_16_bits.h"
#include "kernels/dsp/winograd_2x2.h"

namespace neurio {
namespace {

constexpr int32_t kPoints = 4;

// B^T times four values; the points are `step` words apart.
inline void transform(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t* points,
                      int32_t step) {
    points[0] = subtract_halves(a, c);
    points[step] = add_halves(b, c);
    points[2 * step] = subtract_halves(c, b);
    points[3 * step] = subtract_halves(b, d);
}

}  // namespace

void winograd_2x2_columns(const int8_t* const* rows, int32_t step, int32_t count, uint32_t* planes,
                          int32_t plane_words) {
    const int8_t *r0 = rows[0], *r1 = rows[1], *r2 = rows[2], *r3 = rows[3];
    int32_t x = 0;
    do {
        const uint32_t a = load_word(r0 + x), b = load_word(r1 + x);
        const uint32_t c = load_word(r2 + x), d = load_word(r3 + x);
        transform(even_bytes(a), even_bytes(b), even_bytes(c), even_bytes(d), planes, 1);
        uint32_t* const odd = planes + plane_words;
        transform(odd_bytes(a), odd_bytes(b), odd_bytes(c), odd_bytes(d), odd, 1);
        planes += kPoints;
        x += step;
    } while (--count);
}

void winograd_2x2_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to) {
    const int32_t step = to.groups * to.steps * kTileGroup;
    uint32_t* inputs = to.inputs + (to.group * to.steps + to.step) * kTileGroup + to.tile;
    do {
        uint32_t* points = inputs;
        for (int32_t i = 0; i < kPoints; ++i) {
            transform(plane[i], plane[kPoints + i], plane[2 * kPoints + i], plane[3 * kPoints + i],
                      points, step);
            points += kPoints * step;
        }
        plane += 2 * kPoints;
        ++inputs;
    } while (--tiles);
}

}  // namespace neurio
