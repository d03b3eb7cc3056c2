#include "kernels/generic/arithmetic_s32.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

int32_t product(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b));
}

int32_t difference(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) - static_cast<uint32_t>(b));
}

int32_t quotient(int32_t a, int32_t b) {
    if (b == 0) return 0;
    return b == -1 ? difference(0, a) : a / b;
}

int32_t result(Arithmetic operation, int32_t a, int32_t b) {
    switch (operation) {
        case Arithmetic::kAdd:
            return add_offset(a, b);
        case Arithmetic::kSub:
            return difference(a, b);
        case Arithmetic::kMul:
            return product(a, b);
        case Arithmetic::kDiv:
            return quotient(a, b);
        case Arithmetic::kMaximum:
            return a > b ? a : b;
        case Arithmetic::kMinimum:
            return a < b ? a : b;
        default:
            return product(difference(a, b), difference(a, b));
    }
}

}  // namespace

void arithmetic_s32(const ArithmeticS32Params& params, const int32_t* left, const int32_t* right,
                    int32_t* output) {
    const ArithmeticS32Params& p = params;
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const int32_t* a = left + walk.offset[0];
        const int32_t* b = right + walk.offset[1];
        for (int32_t i = 0; i < p.shape[kWalkAxes - 1]; ++i) {
            *output++ = clamp(result(p.operation, *a, *b), p.activation_min, p.activation_max);
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

}  // namespace neurio
