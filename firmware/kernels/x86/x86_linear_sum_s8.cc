#include "kernels/x86/x86_linear_sum_s8.h"

#include "kernels/x86/levels.h"

namespace neurio {

void x86_linear_sum_s8(const X86LinearSumParams& params, const int8_t* left, const int8_t* right,
                       int8_t* output) {
    switch (x86_level()) {
        case X86Level::kAvx512:
            return avx512::add(params, left, right, output);
        case X86Level::kAvx2:
            return avx2::add(params, left, right, output);
        case X86Level::kBaseline:
            return baseline::add(params, left, right, output);
    }
}

}  // namespace neurio
