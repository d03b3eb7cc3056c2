#include "kernels/mve/mve_linear_sum_s8.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kTurn = 16;
constexpr int32_t kTopByte = 24;

// Where the bytes of four sums' top bytes go: those of the first sum lie on top of each lane.
constexpr uint8_t kPlaces[kTurn] = {12, 8, 4, 0, 13, 9, 5, 1, 14, 10, 6, 2, 15, 11, 7, 3};

}  // namespace

void mve_linear_sum_s8(const MveLinearSumParams& params, const int8_t* left, const int8_t* right,
                       int8_t* output) {
    const MveLinearSumParams p = params;
    const int32_t half = int32_t{1} << (p.fraction_bits - 1);
    asm volatile(
        "vdup.32      q4, %[a]               \n"
        "vldrb.u8     q5, [%[places]]        \n"
        "wls          lr, %[turns], 1f       \n"
        "0:                                  \n"
        "vldrb.s32    q0, [%[left]], #4      \n"
        "vldrb.s32    q6, [%[right]], #4     \n"
        "vmlas.s32    q0, q4, %[c]           \n"
        "vldrb.s32    q1, [%[left]], #4      \n"
        "vmla.s32     q0, q6, %[b]           \n"
        "vldrb.s32    q7, [%[right]], #4     \n"
        "vmlas.s32    q1, q4, %[c]           \n"
        "vldrb.s32    q2, [%[left]], #4      \n"
        "vmla.s32     q1, q7, %[b]           \n"
        "vldrb.s32    q6, [%[right]], #4     \n"
        "vmlas.s32    q2, q4, %[c]           \n"
        "vldrb.s32    q3, [%[left]], #4      \n"
        "vmla.s32     q2, q6, %[b]           \n"
        "vldrb.s32    q7, [%[right]], #4     \n"
        "vmlas.s32    q3, q4, %[c]           \n"
        "vqshl.s32    q2, %[shift]           \n"
        "vmla.s32     q3, q7, %[b]           \n"
        "vqshl.s32    q1, %[shift]           \n"
        "vqshl.s32    q3, %[shift]           \n"
        "vqshl.s32    q0, %[shift]           \n"
        "vsri.32      q2, q3, #8             \n"
        "vsri.32      q1, q2, #8             \n"
        "vsri.32      q0, q1, #8             \n"
        "vstrb.8      q0, [%[output], q5]    \n"
        "add          %[output], #16         \n"
        "le           lr, 0b                 \n"
        "1:                                  \n"
        : [left] "+l"(left), [right] "+l"(right), [output] "+r"(output)
        : [a] "r"(p.left), [b] "r"(p.right), [c] "r"(p.constant + half),
          [turns] "r"(p.elements / kTurn), [shift] "r"(kTopByte - p.fraction_bits),
          [places] "r"(kPlaces)
        : "lr", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "memory");
    for (int32_t i = 0; i < p.elements % kTurn; ++i) {
        const int32_t sum = p.left * left[i] + p.right * right[i] + p.constant;
        const int32_t code = (sum + half) >> p.fraction_bits;
        output[i] = static_cast<int8_t>(clamp(code, INT8_MIN, INT8_MAX));
    }
}

}  // namespace neurio
