#include "kernels/x86/x86_average_pool_2d_s8.h"

#include "kernels/x86/levels.h"

namespace neurio {

void x86_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    switch (x86_level()) {
        case X86Level::kAvx512:
            return avx512::average(params, input, output);
        case X86Level::kAvx2:
            return avx2::average(params, input, output);
        case X86Level::kBaseline:
            return baseline::average(params, input, output);
    }
}

}  // namespace neurio
