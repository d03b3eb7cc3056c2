#include "kernels/rvv/rvv_average_pool_2d_s8.h"

#include "kernels/rvv/pool_windows.h"
#include "kernels/rvv/vector_code.h"

namespace neurio {
namespace {

// The means of a window, rounded away from zero, a vector of channels at a time.
void pool(const Pool2dParams& p, const int8_t* first, int32_t rows, int32_t columns,
          int8_t* output) {
    const int32_t row_bytes = p.input_width * p.channels;
    const int32_t size = rows * columns;
    for (int32_t left = p.channels; left > 0;) {
        int32_t count;
        __asm volatile(NEURIO_VECTOR_CODE("vsetvli %[count], %[left], e32, m8, ta, ma\n"
                                          "vmv.v.i v8, 0\n")
                       : [count] "=&r"(count)
                       : [left] "r"(left));
        for (int32_t row = 0; row < rows; ++row) {
            const int8_t* code = first + row * row_bytes;
            for (int32_t column = 0; column < columns; ++column) {
                __asm volatile(NEURIO_VECTOR_CODE("vle8.v v2, (%[code])\n"
                                                  "vsext.vf4 v16, v2\n"
                                                  "vadd.vv v8, v8, v16\n")
                               :
                               : [code] "r"(code)
                               : "memory");
                code += p.channels;
            }
        }
        __asm volatile(
            NEURIO_VECTOR_CODE("vmsgt.vx v0, v8, x0\n"
                               "vmv.v.x v16, %[minus_half]\n"
                               "vmerge.vxm v16, v16, %[half], v0\n"
                               "vadd.vv v8, v8, v16\n"
                               "vdiv.vx v8, v8, %[size]\n"
                               "vmax.vx v8, v8, %[low]\n"
                               "vmin.vx v8, v8, %[high]\n"
                               "vsetvli x0, x0, e16, m4, ta, ma\n"
                               "vnsrl.wi v8, v8, 0\n"
                               "vsetvli x0, x0, e8, m2, ta, ma\n"
                               "vnsrl.wi v8, v8, 0\n"
                               "vse8.v v8, (%[output])\n")
            :
            : [half] "r"(size / 2), [minus_half] "r"(-(size / 2)), [size] "r"(size),
              [low] "r"(p.activation_min), [high] "r"(p.activation_max), [output] "r"(output)
            : "memory");
        first += count;
        output += count;
        left -= count;
    }
}

}  // namespace

void rvv_average_pool_2d_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    each_window(params, input, output,
                [&](const int8_t* first, int32_t rows, int32_t columns, int8_t* codes) {
                    pool(params, first, rows, columns, codes);
                });
}

}  // namespace neurio
