#include "kernels/mve/mve_lookup_s8.h"

namespace neurio {

void mve_lookup_s8(const MveLookupParams& params, const int8_t* input, int8_t* output) {
    asm volatile(
        "wlstp.8      lr, %[elements], 1f   \n"
        "0:                                 \n"
        "vldrb.u8     q0, [%[input]], #16   \n"
        "vldrb.u8     q1, [%[table], q0]    \n"
        "vstrb.8      q1, [%[output]], #16  \n"
        "letp         lr, 0b                \n"
        "1:                                 \n"
        : [input] "+r"(input), [output] "+r"(output)
        : [elements] "r"(params.elements), [table] "r"(params.table)
        : "lr", "q0", "q1", "memory");
}

}  // namespace neurio
