#include "kernels/dsp/winograd_16_bits.h"
#include "kernels/dsp/winograd_2x2.h"

namespace neurio {
namespace {

constexpr int32_t kPoints = 4;
constexpr int32_t kFilters = 2;  // whose words alternate

// G times three values.
inline void transform(uint32_t a, uint32_t b, uint32_t c, uint32_t* points, int32_t step) {
    const uint32_t outer = add_halves(a, c);
    points[0] = add_halves(a, a);
    points[step] = add_halves(outer, b);
    points[2 * step] = subtract_halves(outer, b);
    points[3 * step] = add_halves(c, c);
}

}  // namespace

void winograd_2x2_weights(const uint32_t* weights, const uint32_t* weights_end,
                          uint32_t* transformed) {
    while (weights != weights_end) {
        const uint32_t w01 = weights[0], w23 = weights[1], w45 = weights[2], w67 = weights[3];
        uint32_t rows[kPoints][3];
        transform(even_bytes(w01), odd_bytes(w23), even_bytes(w67), &rows[0][0], 3);
        transform(odd_bytes(w01), even_bytes(w45), odd_bytes(w67), &rows[0][1], 3);
        transform(even_bytes(w23), odd_bytes(w45), even_bytes(weights[4]), &rows[0][2], 3);
        for (const auto& row : rows) {
            transform(row[0], row[1], row[2], transformed, kFilters);
            transformed += kPoints * kFilters;
        }
        weights += 5;
    }
}

}  // namespace neurio
