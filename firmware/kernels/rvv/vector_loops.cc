#include "kernels/rvv/vector_loops.h"

#include "kernels/rvv/vector_code.h"

namespace neurio {

void VectorLoops::widen(const int8_t* input, int32_t offset, int32_t count, int16_t* widened) {
    if (count <= 0) return;
    __asm volatile(NEURIO_VECTOR_CODE("1: vsetvli t0, %[count], e16, m8, ta, ma\n"
                                      "vle8.v v8, (%[input])\n"
                                      "vsext.vf2 v16, v8\n"
                                      "vadd.vx v16, v16, %[offset]\n"
                                      "vse16.v v16, (%[widened])\n"
                                      "sub %[count], %[count], t0\n"
                                      "add %[input], %[input], t0\n"
                                      "slli t0, t0, 1\n"
                                      "add %[widened], %[widened], t0\n"
                                      "bnez %[count], 1b\n")
                   : [count] "+r"(count), [input] "+r"(input), [widened] "+r"(widened)
                   : [offset] "r"(offset)
                   : "t0", "memory");
}

namespace {

// The dot product of one filter. Sums of all lanes are added up at the end; lanes beyond the last
// elements keep theirs.
int32_t dot_product(const int16_t* input, const int8_t* filter, int32_t count, int32_t sum) {
    __asm volatile(
        NEURIO_VECTOR_CODE("vsetvli t0, x0, e32, m8, ta, ma\n"
                           "vmv.v.i v16, 0\n"
                           "1: vsetvli t0, %[count], e16, m4, tu, ma\n"
                           "vle8.v v2, (%[filter])\n"
                           "vle16.v v8, (%[input])\n"
                           "vsext.vf2 v4, v2\n"
                           "vwmacc.vv v16, v8, v4\n"
                           "sub %[count], %[count], t0\n"
                           "add %[filter], %[filter], t0\n"
                           "slli t0, t0, 1\n"
                           "add %[input], %[input], t0\n"
                           "bnez %[count], 1b\n"
                           "vsetvli t0, x0, e32, m8, ta, ma\n"
                           "vmv.s.x v8, %[sum]\n"
                           "vredsum.vs v8, v16, v8\n"
                           "vmv.x.s %[sum], v8\n")
        : [count] "+r"(count), [input] "+r"(input), [filter] "+r"(filter), [sum] "+r"(sum)
        :
        : "t0", "memory");
    return sum;
}

}  // namespace

void VectorLoops::add_dot_products(const int16_t* input, const int8_t* filters, int32_t stride,
                                   int32_t count, int32_t* sums, int32_t filter_count) {
    if (count <= 0) return;
    for (int32_t filter = 0; filter < filter_count; ++filter) {
        sums[filter] = dot_product(input, filters, count, sums[filter]);
        filters += stride;
    }
}

void VectorLoops::add_products(const int8_t* values, int32_t offset, const int8_t* weights,
                               int32_t count, int32_t* sums) {
    if (count <= 0) return;
    __asm volatile(
        NEURIO_VECTOR_CODE("1: vsetvli t0, %[count], e16, m4, ta, ma\n"
                           "vle8.v v2, (%[values])\n"
                           "vsext.vf2 v4, v2\n"
                           "vadd.vx v4, v4, %[offset]\n"
                           "vle8.v v2, (%[weights])\n"
                           "vsext.vf2 v8, v2\n"
                           "vle32.v v16, (%[sums])\n"
                           "vwmacc.vv v16, v4, v8\n"
                           "vse32.v v16, (%[sums])\n"
                           "sub %[count], %[count], t0\n"
                           "add %[values], %[values], t0\n"
                           "add %[weights], %[weights], t0\n"
                           "slli t0, t0, 2\n"
                           "add %[sums], %[sums], t0\n"
                           "bnez %[count], 1b\n")
        : [count] "+r"(count), [values] "+r"(values), [weights] "+r"(weights), [sums] "+r"(sums)
        : [offset] "r"(offset)
        : "t0", "memory");
}

// vsmul doubles the product and takes its upper half, ties up, as `doubling_high_multiply`; a shift
// that rounds ties up is one that rounds them away from zero if negative numbers are first made
// less by one.
void VectorLoops::requantise_channels(const int32_t* sums, int32_t count,
                                      const int32_t* multipliers, const int32_t* shifts,
                                      int32_t offset, int32_t low, int32_t high, int8_t* output) {
    if (count <= 0) return;
    __asm volatile(NEURIO_VECTOR_CODE("csrwi 0x00A, 0\n"  // vxrm: ties up
                                      "1: vsetvli t0, %[count], e32, m4, ta, ma\n"
                                      "vle32.v v8, (%[sums])\n"
                                      "vle32.v v12, (%[multipliers])\n"
                                      "vle32.v v16, (%[shifts])\n"
                                      "vmax.vx v20, v16, x0\n"
                                      "vsll.vv v8, v8, v20\n"
                                      "vsmul.vv v8, v8, v12\n"
                                      "vmin.vx v20, v16, x0\n"  // minus the shift to the right
                                      "vrsub.vx v16, v20, x0\n"
                                      "vand.vv v20, v20, v8\n"
                                      "vsra.vi v20, v20, 31\n"
                                      "vadd.vv v8, v8, v20\n"
                                      "vssra.vv v8, v8, v16\n"
                                      "vadd.vx v8, v8, %[offset]\n"
                                      "vmax.vx v8, v8, %[low]\n"
                                      "vmin.vx v8, v8, %[high]\n"
                                      "vsetvli x0, x0, e16, m2, ta, ma\n"
                                      "vnsrl.wi v8, v8, 0\n"
                                      "vsetvli x0, x0, e8, m1, ta, ma\n"
                                      "vnsrl.wi v8, v8, 0\n"
                                      "vse8.v v8, (%[output])\n"
                                      "sub %[count], %[count], t0\n"
                                      "add %[output], %[output], t0\n"
                                      "slli t0, t0, 2\n"
                                      "add %[sums], %[sums], t0\n"
                                      "add %[multipliers], %[multipliers], t0\n"
                                      "add %[shifts], %[shifts], t0\n"
                                      "bnez %[count], 1b\n")
                   : [count] "+r"(count), [sums] "+r"(sums), [multipliers] "+r"(multipliers),
                     [shifts] "+r"(shifts), [output] "+r"(output)
                   : [offset] "r"(offset), [low] "r"(low), [high] "r"(high)
                   : "t0", "memory");
}

}  // namespace neurio
