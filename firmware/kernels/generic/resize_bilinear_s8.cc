#include "kernels/generic/resize_bilinear_s8.h"

namespace neurio {
namespace {

constexpr int32_t kOne = 1 << 10;

struct Between {
    int32_t lower;
    int32_t upper;
    int32_t fraction;
};

Between between(const int32_t* table, int32_t position) {
    const int32_t* entry = table + 3 * position;
    return {entry[0], entry[1], entry[2]};
}

// round(x / 2^20), ties away from zero.
int32_t rounded(int32_t x) { return (x + (x > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20); }

}  // namespace

void resize_bilinear_s8(const ResizeBilinearParams& params, const int8_t* input, int8_t* output) {
    const ResizeBilinearParams p = params;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const Between row = between(p.rows, y);
        const int8_t* first = input + row.lower;
        const int8_t* second = input + row.upper;
        for (int32_t x = 0; x < p.output_width; ++x) {
            const Between column = between(p.columns, x);
            for (int32_t i = 0; i < p.channels; ++i) {
                const int32_t left = column.lower + i;
                const int32_t right = column.upper + i;
                const int32_t above =
                    first[left] * (kOne - column.fraction) + first[right] * column.fraction;
                const int32_t below =
                    second[left] * (kOne - column.fraction) + second[right] * column.fraction;
                const int32_t sum = above * (kOne - row.fraction) + below * row.fraction;
                *output++ = static_cast<int8_t>(rounded(sum));
            }
        }
    }
}

}  // namespace neurio
