#include "kernels/dsp/winograd_16_bits.h"
#include "kernels/dsp/winograd_stride_2.h"

namespace neurio {
namespace {

constexpr int32_t kFilters = 2;  // whose words alternate
constexpr int32_t kPoint = kFilters;
constexpr int32_t kRow = 4 * kPoint;
constexpr int32_t kStep = 16 * kPoint;  // points of the edge fill half of it, the corner one more
constexpr int32_t kCorner = 8 * kPoint;

// G times two values but its last row.
struct Four {
    uint32_t values[4];

    Four(uint32_t a, uint32_t b)
        : values{a, add_halves(a, b), subtract_halves(a, b), add_halves(a, add_halves(b, b))} {}
};

inline void store_row(const Four& row, uint32_t* to) {
    to[0] = row.values[0];
    to[kPoint] = row.values[1];
    to[2 * kPoint] = row.values[2];
    to[3 * kPoint] = row.values[3];
}

}  // namespace

void winograd_stride_2_weights(const uint32_t* weights, const uint32_t* weights_end,
                               uint32_t* transformed) {
    constexpr int32_t kStepWords = 5;
    const int32_t phase = static_cast<int32_t>(weights_end - weights) / kStepWords * kStep;
    uint32_t* inner = transformed;
    uint32_t* edge = transformed + 4 * phase;
    for (; weights != weights_end; weights += kStepWords) {
        const uint32_t w01 = weights[0], w23 = weights[1], w45 = weights[2], w67 = weights[3];
        const uint32_t right = odd_bytes(w45), low = even_bytes(w67),
                       low_right = even_bytes(weights[4]);
        // Rows 0 and 2, columns 0 and 2.
        const Four left_column(even_bytes(w01), low);
        const Four right_column(even_bytes(w23), low_right);
        // Rows 0 and 2, column 1; row 1, columns 0 and 2; the middle.
        const uint32_t low_middle = odd_bytes(w67);
        const Four middle_column(odd_bytes(w01), low_middle);
        const Four middle_row(odd_bytes(w23), right);
        const uint32_t middle = even_bytes(w45);
#pragma GCC unroll 1
        for (int32_t i = 0; i < 4; ++i) {
            uint32_t* const to = inner + i * kRow;
            store_row(Four(left_column.values[i], right_column.values[i]), to);
            const uint32_t between = middle_column.values[i];
            for (int32_t x = 0; x < kRow; x += kPoint) to[phase + x] = between;
            store_row(middle_row, to + 2 * phase);
            for (int32_t x = 0; x < kRow; x += kPoint) to[3 * phase + x] = middle;
            edge[kRow + i * kPoint] = right_column.values[i];
            edge[phase + kRow + i * kPoint] = right;
            edge[phase + i * kPoint] = low_middle;
        }
        store_row(Four(low, low_right), edge);
        edge[kCorner] = low_right;
        inner += kStep;
        edge += kStep;
    }
}

}  // namespace neurio
