#include "kernels/dsp/pixel_pairs.h"
#include "kernels/dsp/winograd_16_bits.h"
#include "kernels/dsp/winograd_stride_2.h"

namespace neurio {
namespace {

constexpr int32_t kRows = 9;  // and columns, of a tile's inputs
constexpr int32_t kEvenPoints = 5;
constexpr int32_t kOddPoints = 4;
constexpr int32_t kTileStep = 8;  // columns

// B^T times four values but its last row, the points `step` words apart.
inline void transform_four(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t* points,
                           int32_t step) {
    const uint32_t a_c = subtract_halves(a, c);
    const uint32_t c_d = subtract_halves(c, d);
    const uint32_t d_b = subtract_halves(d, b);
    const uint32_t twice_b = add_halves(b, b);
    points[0] = add_halves(add_halves(a_c, a_c), d_b);
    points[step] = add_halves(c_d, twice_b);
    points[2 * step] = add_halves(c_d, subtract_halves(add_halves(c, c), twice_b));
    points[3 * step] = d_b;
}

// The last row.
inline uint32_t transform_last(uint32_t b, uint32_t c, uint32_t d, uint32_t e) {
    const uint32_t b_d = subtract_halves(b, d);
    return add_halves(add_halves(b_d, b_d), subtract_halves(e, c));
}

// A column of nine values: five points of the even rows, four of the odd ones.
inline void transform_column(const uint32_t* rows, uint32_t* points) {
    transform_four(rows[0], rows[2], rows[4], rows[6], points, 1);
    points[4] = transform_last(rows[2], rows[4], rows[6], rows[8]);
    transform_four(rows[1], rows[3], rows[5], rows[7], points + kEvenPoints, 1);
}

}  // namespace

void winograd_stride_2_columns(const int8_t* const* rows, int32_t step, int32_t count,
                               uint32_t* planes, int32_t plane_words) {
    int32_t x = 0;
    do {
        uint32_t even[kRows];
        uint32_t odd[kRows];
#pragma GCC unroll 9
        for (int32_t i = 0; i < kRows; ++i) {
            const uint32_t word = load_word(rows[i] + x);
            even[i] = even_bytes(word);
            odd[i] = odd_bytes(word);
        }
        transform_column(even, planes);
        transform_column(odd, planes + plane_words);
        planes += kRows;
        x += step;
    } while (--count);
}

void winograd_stride_2_rows(const uint32_t* plane, int32_t tiles, const TransformedTiles& to) {
    // Words from one point to the next: those of four phases, of two, of one.
    const int32_t phase = to.steps * kTileGroup;
    const int32_t group_of_edge = 2 * phase;
    const int32_t point = 4 * phase * to.groups;
    const int32_t edge_point = group_of_edge * to.groups;
    const int32_t step = to.step * kTileGroup + to.tile;
    uint32_t* inner = to.inputs + to.group * 4 * phase + step;
    uint32_t* edge = to.inputs + 16 * point + to.group * group_of_edge + step;
    uint32_t* corner = to.inputs + 16 * point + 8 * edge_point + to.group * phase + step;
    do {
        const uint32_t* row = plane;
        for (int32_t i = 0; i < kEvenPoints; ++i, ++row) {
            const uint32_t* const c = row;
            const uint32_t b = c[2 * kRows], d = c[4 * kRows], f = c[6 * kRows];
            const bool last = i == kOddPoints;
            uint32_t* const points = last ? edge : inner + 4 * i * point;
            const int32_t apart = last ? edge_point : point;
            transform_four(c[0], b, d, f, points, apart);
            transform_four(c[kRows], c[3 * kRows], c[5 * kRows], c[7 * kRows], points + phase,
                           apart);
            uint32_t* const end = last ? corner : edge + (4 + i) * edge_point;
            *end = transform_last(b, d, f, c[8 * kRows]);
        }
        for (int32_t i = 0; i < kOddPoints; ++i, ++row) {
            const uint32_t* const c = row;
            const uint32_t b = c[2 * kRows], d = c[4 * kRows], f = c[6 * kRows];
            uint32_t* const points = inner + 4 * i * point + 2 * phase;
            transform_four(c[0], b, d, f, points, point);
            transform_four(c[kRows], c[3 * kRows], c[5 * kRows], c[7 * kRows], points + phase,
                           point);
            edge[(4 + i) * edge_point + phase] = transform_last(b, d, f, c[8 * kRows]);
        }
        plane += kTileStep * kRows;
        ++inner;
        ++edge;
        ++corner;
    } while (--tiles);
}

}  // namespace neurio
