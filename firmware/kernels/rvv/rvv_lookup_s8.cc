#include "kernels/rvv/rvv_lookup_s8.h"

#include "kernels/rvv/vector_code.h"

namespace neurio {

void rvv_lookup_s8(const LookupParams& params, const int8_t* input, int8_t* output) {
    int32_t count = params.elements;
    if (count <= 0) return;
    __asm volatile(NEURIO_VECTOR_CODE("1: vsetvli t0, %[count], e8, m8, ta, ma\n"
                                      "vle8.v v8, (%[input])\n"
                                      "vxor.vx v8, v8, %[sign]\n"  // code + 128
                                      "vluxei8.v v16, (%[table]), v8\n"
                                      "vse8.v v16, (%[output])\n"
                                      "sub %[count], %[count], t0\n"
                                      "add %[input], %[input], t0\n"
                                      "add %[output], %[output], t0\n"
                                      "bnez %[count], 1b\n")
                   : [count] "+r"(count), [input] "+r"(input), [output] "+r"(output)
                   : [sign] "r"(128), [table] "r"(params.table)
                   : "t0", "memory");
}

}  // namespace neurio
