// The sum of any number of tensors, int8.
#pragma once

#include <stdint.h>

namespace neurio {

struct AddNParams {
    int32_t elements;
    int32_t inputs;
    int32_t start;  // what a sum begins with
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_offset;
    const int32_t* scaled;  // [256], what an input of each code adds
};

void add_n_s8(const AddNParams& params, const int8_t* const* inputs, int8_t* output);

// All inputs, then the output.
template <typename... Pointers>
inline void add_n_s8(const AddNParams& params, const int8_t* first, Pointers*... buffers) {
    const int8_t* const all[] = {first, buffers...};
    add_n_s8(params, all, const_cast<int8_t*>(all[params.inputs]));
}

}  // namespace neurio
