#include "kernels/generic/arithmetic_f32.h"

#include "kernels/common/float_products.h"
#include "kernels/common/functions_f32.h"
#include "kernels/common/remainder_f32.h"

namespace neurio {
namespace {

template <typename Operation>
void combine(const ArithmeticF32Params& p, const float* left, const float* right, float* output,
             Operation&& operation) {
    const int32_t count = p.shape[kWalkAxes - 1];
    const int32_t left_step = p.left_strides[kWalkAxes - 1];
    const int32_t right_step = p.right_strides[kWalkAxes - 1];
    RowWalk<2> walk(p.shape, {p.left_strides, p.right_strides});
    do {
        const float* a = left + walk.offset[0];
        const float* b = right + walk.offset[1];
        for (int32_t i = 0; i < count; ++i) {
            *output++ = clamp(operation(*a, *b), p.activation_min, p.activation_max);
            a += left_step;
            b += right_step;
        }
    } while (walk.next());
}

// As it is: TFLite Micro clamps sums, differences, products and quotients only, infinities among
// them.
template <typename Operation>
void combine_freely(const ArithmeticF32Params& params, const float* left, const float* right,
                    float* output, Operation&& operation) {
    ArithmeticF32Params p = params;
    p.activation_min = -kInfinity;
    p.activation_max = kInfinity;
    combine(p, left, right, output, operation);
}

float squared_difference(float a, float b) {
    const float difference = a - b;
    return difference * difference;
}

}  // namespace

void arithmetic_f32(const ArithmeticF32Params& params, const float* left, const float* right,
                    float* output) {
    const ArithmeticF32Params& p = params;
    switch (p.arithmetic) {
        case Arithmetic::kAdd:
            return combine(p, left, right, output, [](float a, float b) { return a + b; });
        case Arithmetic::kSub:
            return combine(p, left, right, output, [](float a, float b) { return a - b; });
        case Arithmetic::kMul:
            return combine(p, left, right, output, [](float a, float b) { return a * b; });
        case Arithmetic::kDiv:
            return combine(p, left, right, output, [](float a, float b) { return a / b; });
        case Arithmetic::kFloorDiv:
            return combine_freely(p, left, right, output, floor_quotient);
        case Arithmetic::kFloorMod:
            return combine_freely(p, left, right, output, floor_remainder);
        case Arithmetic::kMaximum:
            return combine_freely(p, left, right, output,
                                  [](float a, float b) { return a > b ? a : b; });
        case Arithmetic::kMinimum:
            return combine_freely(p, left, right, output,
                                  [](float a, float b) { return a < b ? a : b; });
        case Arithmetic::kSquaredDifference:
            return combine_freely(p, left, right, output, squared_difference);
        case Arithmetic::kPrelu:
            return combine_freely(p, left, right, output,
                                  [](float a, float b) { return a >= 0.0f ? a : a * b; });
    }
}

}  // namespace neurio
