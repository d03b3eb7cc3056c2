#include "kernels/generic/conv_2d_s4.h"

#include "kernels/common/portable_loops.h"
#include "kernels/generic/conv_2d_s4_template.h"

namespace neurio {
namespace {

// Products of two neighbours with the codes of a byte, 16 times as large: a code in the upper half
// of a byte is worth that much.
inline int32_t pair_products(const int16_t* inputs, int8_t codes) {
    const int32_t low = static_cast<int8_t>(static_cast<uint8_t>(codes) << 4);
    return inputs[0] * low + inputs[1] * (codes & ~0xF);
}

struct Loops : PortableLoops {
    // Two filters share the loads of the inputs.
    static void add_packed_products(const int16_t* inputs, const uint8_t* filters, int32_t length,
                                    int32_t count, int32_t* sums) {
        const int8_t* row = reinterpret_cast<const int8_t*>(filters);
        const int32_t bytes = length / 2;
        for (; count >= 2; count -= 2, sums += 2) {
            const int8_t* const next = row + bytes;
            int32_t first = 0, second = 0;
            for (int32_t i = 0; i < bytes; ++i) {
                first += pair_products(inputs + 2 * i, row[i]);
                second += pair_products(inputs + 2 * i, next[i]);
            }
            row = next + bytes;
            sums[0] += first >> 4;
            sums[1] += second >> 4;
        }
        if (count == 0) return;
        int32_t sum = 0;
        for (int32_t i = 0; i < bytes; ++i) sum += pair_products(inputs + 2 * i, row[i]);
        sums[0] += sum >> 4;
    }
};

}  // namespace

void conv_2d_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                int8_t* scratch) {
    conv_2d_s4_by<Loops>(params, input, output, scratch);
}

}  // namespace neurio
