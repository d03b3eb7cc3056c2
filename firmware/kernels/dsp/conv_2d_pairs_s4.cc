#include "kernels/dsp/conv_2d_pairs_s4.h"

#include <string.h>

#include "kernels/common/portable_loops.h"
#include "kernels/generic/conv_2d_s4_template.h"

namespace neurio {
namespace {

inline uint32_t even_bytes(uint32_t word) {
    uint32_t pair;
    asm("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
    return pair;
}

inline uint32_t odd_bytes(uint32_t word) {
    uint32_t pair;
    asm("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));
    return pair;
}

inline uint32_t add_to_even_bytes(uint32_t word, uint32_t addends) {
    uint32_t pair;
    asm("sxtab16 %0, %1, %2" : "=r"(pair) : "r"(addends), "r"(word));
    return pair;
}

inline uint32_t add_to_odd_bytes(uint32_t word, uint32_t addends) {
    uint32_t pair;
    asm("sxtab16 %0, %1, %2, ror #8" : "=r"(pair) : "r"(addends), "r"(word));
    return pair;
}

inline int32_t add_products(uint32_t inputs, uint32_t weights, int32_t sum) {
    int32_t result;
    asm("smlad %0, %1, %2, %3" : "=r"(result) : "r"(inputs), "r"(weights), "r"(sum));
    return result;
}

// A code in the upper half of a byte is worth 16 times itself: so are the sums.
constexpr uint32_t kUpperHalves = 0xF0F0F0F0u;
constexpr int32_t kWorth = 4;

inline int32_t add_eight(const uint32_t* inputs, uint32_t codes, int32_t sum) {
    const uint32_t first = (codes << 4) & kUpperHalves;
    const uint32_t last = codes & kUpperHalves;
    sum = add_products(inputs[0], even_bytes(first), sum);
    sum = add_products(inputs[1], odd_bytes(first), sum);
    sum = add_products(inputs[2], even_bytes(last), sum);
    return add_products(inputs[3], odd_bytes(last), sum);
}

struct Loops : PortableLoops {
    static void widen(const int8_t* input, int32_t offset, int32_t count, int16_t* widened) {
        const uint32_t offsets = static_cast<uint32_t>(offset & 0xFFFF) * 0x10001u;
        for (; count >= 4; count -= 4) {
            uint32_t word;
            memcpy(&word, input, sizeof(word));
            const uint32_t even = add_to_even_bytes(word, offsets);
            const uint32_t odd = add_to_odd_bytes(word, offsets);
            const uint32_t pairs[] = {(even & 0xFFFFu) | (odd << 16),
                                      (even >> 16) | (odd & 0xFFFF0000u)};
            memcpy(widened, pairs, sizeof(pairs));
            input += 4;
            widened += 4;
        }
        PortableLoops::widen(input, offset, count, widened);
    }

    // Two filters share the loads of the inputs.
    static void add_packed_products(const int16_t* inputs, const uint8_t* filters, int32_t length,
                                    int32_t count, int32_t* sums) {
        const uint32_t* row = reinterpret_cast<const uint32_t*>(filters);
        const int32_t words = length / 8;
        for (; count >= 2; count -= 2, sums += 2) {
            const uint32_t* pairs = reinterpret_cast<const uint32_t*>(inputs);
            const uint32_t* const end = row + words;
            int32_t first = 0, second = 0;
            for (; row != end; ++row, pairs += 4) {
                first = add_eight(pairs, row[0], first);
                second = add_eight(pairs, row[words], second);
            }
            row += words;
            sums[0] += first >> kWorth;
            sums[1] += second >> kWorth;
        }
        if (count != 0) {
            const uint32_t* pairs = reinterpret_cast<const uint32_t*>(inputs);
            int32_t sum = 0;
            for (int32_t i = 0; i < words; ++i) sum = add_eight(pairs + 4 * i, row[i], sum);
            sums[0] += sum >> kWorth;
        }
    }
};

}  // namespace

void conv_2d_pairs_s4(const Conv2dS4Params& params, const int8_t* input, int8_t* output,
                      int8_t* scratch) {
    conv_2d_s4_by<Loops>(params, input, output, scratch);
}

}  // namespace neurio
