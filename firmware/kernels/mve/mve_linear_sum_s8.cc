#include "kernels/mve/mve_linear_sum_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kTurn = 8;
constexpr int32_t kNarrowedBits = 16;  // that VQRSHRN drops

// VQRSHRN interleaves the halves of a turn, 0 4 1 5 2 6 3 7: here each goes back to its place.
constexpr uint16_t kPlaces[kTurn] = {0, 4, 1, 5, 2, 6, 3, 7};

}  // namespace

void mve_linear_sum_s8(const MveLinearSumParams& params, const int8_t* left, const int8_t* right,
                       int8_t* output) {
    const MveLinearSumParams p = params;
    asm volatile(
        "vdup.32      q4, %[a]               \n"
        "vldrh.u16    q5, [%[places]]        \n"
        "wls          lr, %[turns], 1f       \n"
        "0:                                  \n"
        "vldrb.s32    q0, [%[left]], #4      \n"
        "vldrb.s32    q1, [%[right]], #4     \n"
        "vmlas.s32    q0, q4, %[c]           \n"
        "vldrb.s32    q2, [%[left]], #4      \n"
        "vmla.s32     q0, q1, %[b]           \n"
        "vldrb.s32    q3, [%[right]], #4     \n"
        "vmlas.s32    q2, q4, %[c]           \n"
        "vshl.s32     q0, %[shift]          \n"
        "vmla.s32     q2, q3, %[b]           \n"
        "vqrshrnb.s32 q0, q0, #16            \n"
        "vshl.s32     q2, %[shift]          \n"
        "vqrshrnt.s32 q0, q2, #16            \n"
        "vqmovnb.s16  q0, q0                 \n"
        "vstrb.16     q0, [%[output], q5]    \n"
        "add          %[output], #8          \n"
        "le           lr, 0b                 \n"
        "1:                                  \n"
        : [left] "+l"(left), [right] "+l"(right), [output] "+r"(output)
        : [a] "r"(p.left), [b] "r"(p.right), [c] "r"(p.constant), [turns] "r"(p.elements / kTurn),
          [shift] "r"(kNarrowedBits - p.fraction_bits), [places] "r"(kPlaces)
        : "lr", "q0", "q1", "q2", "q3", "q4", "q5", "memory");
    const int32_t half = int32_t{1} << (p.fraction_bits - 1);
    for (int32_t i = 0; i < p.elements % kTurn; ++i) {
        const int32_t sum = p.left * left[i] + p.right * right[i] + p.constant;
        const int32_t code = (sum + half) >> p.fraction_bits;
        output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
    }
}

}  // namespace neurio
