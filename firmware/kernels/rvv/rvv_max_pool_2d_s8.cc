#include "kernels/rvv/rvv_max_pool_2d_s8.h"

#include "kernels/rvv/pool_windows.h"
#include "kernels/rvv/vector_code.h"

namespace neurio {
namespace {

// The largest codes of a window, a vector of channels at a time.
void pool(const Pool2dParams& p, const int8_t* first, int32_t rows, int32_t columns,
          int8_t* output) {
    const int32_t row_bytes = p.input_width * p.channels;
    for (int32_t left = p.channels; left > 0;) {
        int32_t count;
        __asm volatile(NEURIO_VECTOR_CODE("vsetvli %[count], %[left], e8, m8, ta, ma\n"
                                          "vmv.v.x v8, %[low]\n")
                       : [count] "=&r"(count)
                       : [left] "r"(left), [low] "r"(p.activation_min));
        for (int32_t row = 0; row < rows; ++row) {
            const int8_t* code = first + row * row_bytes;
            for (int32_t column = 0; column < columns; ++column) {
                __asm volatile(NEURIO_VECTOR_CODE("vle8.v v16, (%[code])\n"
                                                  "vmax.vv v8, v8, v16\n")
                               :
                               : [code] "r"(code)
                               : "memory");
                code += p.channels;
            }
        }
        __asm volatile(NEURIO_VECTOR_CODE("vmin.vx v8, v8, %[high]\n"
                                          "vse8.v v8, (%[output])\n")
                       :
                       : [high] "r"(p.activation_max), [output] "r"(output)
                       : "memory");
        first += count;
        output += count;
        left -= count;
    }
}

}  // namespace

void rvv_max_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    each_window(params, input, output,
                [&](const int8_t* first, int32_t rows, int32_t columns, int8_t* codes) {
                    pool(params, first, rows, columns, codes);
                });
}

}  // namespace neurio
