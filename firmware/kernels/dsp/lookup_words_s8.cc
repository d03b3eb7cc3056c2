#include "kernels/dsp/lookup_words_s8.h"

namespace neurio {
namespace {

inline uint32_t look_up(const uint8_t* table, uint32_t word) {
    const uint32_t first = table[word & 0xFF];
    const uint32_t second = table[(word >> 8) & 0xFF];
    const uint32_t third = table[(word >> 16) & 0xFF];
    const uint32_t fourth = table[word >> 24];
    return first | second << 8 | third << 16 | fourth << 24;
}

}  // namespace

void lookup_words_s8(const LookupWordsParams& params, const int8_t* input, int8_t* output) {
    const uint8_t* const table = params.table;
    const int32_t elements = params.elements;
    const uint32_t* words = reinterpret_cast<const uint32_t*>(input);
    uint32_t* results = reinterpret_cast<uint32_t*>(output);
    const uint32_t* const end = words + elements / 8 * 2;
    while (words != end) {
        results[0] = look_up(table, words[0]);
        results[1] = look_up(table, words[1]);
        words += 2;
        results += 2;
    }
    for (int32_t i = elements / 8 * 8; i < elements; ++i) {
        output[i] = static_cast<int8_t>(table[static_cast<uint8_t>(input[i])]);
    }
}

}  // namespace neurio
