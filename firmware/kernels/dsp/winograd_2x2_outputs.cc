#include "kernels/dsp/winograd_2x2.h"

namespace neurio {
namespace {

constexpr int32_t kPoints = 4;
constexpr int32_t kOutputs = 2;

struct Requantisation {
    uint32_t scale;
    uint32_t bias;
    uint32_t multiplier;
    uint32_t addend;
    uint32_t negative_step;
};

// The code of four times a sum.
template <bool two_sided>
inline int8_t code(int32_t sum, const Requantisation& r) {
    int32_t scaled;
    int32_t result;
    asm("mla %0, %1, %2, %3" : "=r"(scaled) : "r"(sum), "r"(r.scale), "r"(r.bias));
    asm("smmla %0, %1, %2, %3" : "=r"(result) : "r"(scaled), "r"(r.multiplier), "r"(r.addend));
    if (two_sided) result -= static_cast<int32_t>(r.negative_step) & (scaled >> 31);
    asm("ssat %0, #8, %1, asr #16" : "=r"(result) : "r"(result));
    return static_cast<int8_t>(result);
}

template <bool two_sided>
inline void outputs_of(const int32_t* sums, const uint32_t* requantisation, int8_t* output,
                       const TileOutputs& tiles) {
    const Requantisation r = {requantisation[0], requantisation[1], requantisation[2],
                              requantisation[3], requantisation[4]};
    // Sums of neighbouring points, of two filters and four tiles each.
    constexpr int32_t kStep = 2 * kTileGroup;
    for (int32_t i = 0; i < tiles.tiles; ++i) {
        uint32_t rows[kOutputs][kPoints];
        for (int32_t x = 0; x < kPoints; ++x) {
            const int32_t* const column = sums + i + x * kStep;
            uint32_t m[kPoints];
            for (int32_t y = 0; y < kPoints; ++y) {
                m[y] = static_cast<uint32_t>(column[y * kPoints * kStep]);
            }
            rows[0][x] = m[0] + m[1] + m[2];
            rows[1][x] = m[1] - m[2] - m[3];
        }
        int8_t* to = output;
        for (const auto& m : rows) {
            to[0] = code<two_sided>(static_cast<int32_t>(m[0] + m[1] + m[2]), r);
            to[tiles.pixel_bytes] = code<two_sided>(static_cast<int32_t>(m[1] - m[2] - m[3]), r);
            to += tiles.row_bytes;
        }
        output += kOutputs * tiles.pixel_bytes;
    }
}

}  // namespace

void winograd_2x2_outputs_one_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles) {
    outputs_of<false>(sums, requantisation, output, *tiles);
}

void winograd_2x2_outputs_two_sided(const int32_t* sums, const uint32_t* requantisation,
                                    int8_t* output, const TileOutputs* tiles) {
    outputs_of<true>(sums, requantisation, output, *tiles);
}

}  // namespace neurio
