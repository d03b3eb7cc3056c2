#include "kernels/dsp/conv_1x1_s8.h"

#include "kernels/dsp/columns.h"

namespace neurio {

void conv_1x1_s8(const Conv1x1Params& params, const int8_t* input, int8_t* output,
                 int8_t* scratch) {
    const FilterBank& bank = params.bank;
    const Filters filters(bank);
    const int32_t depth = 4 * bank.quads;
    int16_t* const columns = reinterpret_cast<int16_t*>(scratch);
    int8_t* const start = output;

    int32_t left = params.pixels;
    for (; left >= 3; left -= 3) {
        widen_three(input, input + depth, input + 2 * depth, bank.quads, columns);
        filters.apply_to_three(columns, output);
        input += 3 * depth;
        output += 3 * bank.filters;
    }
    for (; left > 0; --left) {
        widen_one(input, bank.quads, columns);
        filters.apply_to_one(columns, output);
        input += depth;
        output += bank.filters;
    }
    clamp_to_activation(bank, start, params.pixels * bank.filters);
}

}  // namespace neurio
