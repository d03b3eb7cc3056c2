// Any function of one int8 element, as a table, a word of four elements at a time: 3.8
// instructions an element.
#pragma once

#include <stdint.h>

namespace neurio {

struct LookupWordsParams {
    int32_t elements;
    const uint8_t* table;  // [256], indexed by the code as an unsigned byte
};

// Both pointers 4-byte aligned; `output` may be `input`.
void lookup_words_s8(const LookupWordsParams& params, const int8_t* input, int8_t* output);

}  // namespace neurio
