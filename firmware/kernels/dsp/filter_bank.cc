#include "kernels/dsp/filter_bank.h"

#include "kernels/common/requantise.h"
#include "kernels/dsp/filter_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;

// `count` pairs of the stream from the one numbered `first`.
FilterPairs pairs_of(const FilterBank& bank, int32_t first, int32_t count) {
    const int32_t* const begin = bank.stream + first * bank.pair_words;
    return {begin, begin + count * bank.pair_words, bank.quads};
}

}  // namespace

void apply_to_three(const FilterBank& bank, const int16_t* columns, int8_t* output) {
    ThreeColumns* apply =
        bank.two_sided ? neurio_filter_pairs_3_two_sided : neurio_filter_pairs_3_one_sided;
    if (bank.in_pairs > 0) {
        const FilterPairs pairs = pairs_of(bank, 0, bank.in_pairs / 2);
        apply(&pairs, columns, output, bank.filters);
    }
    for (int32_t filter = bank.in_pairs; filter < bank.filters; ++filter) {
        int8_t codes[2 * kColumns];
        const FilterPairs single = pairs_of(bank, filter - bank.in_pairs / 2, 1);
        apply(&single, columns, codes, 2);
        for (int32_t i = 0; i < kColumns; ++i) {
            output[i * bank.filters + filter] = codes[2 * i];
        }
    }
}

void apply_to_one(const FilterBank& bank, const int16_t* column, int8_t* output) {
    OneColumn* apply =
        bank.two_sided ? neurio_filter_pairs_1_two_sided : neurio_filter_pairs_1_one_sided;
    if (bank.in_fours > 0) {
        const FilterPairs fours = pairs_of(bank, 0, bank.in_fours / 2);
        OneColumn* apply_fours =
            bank.two_sided ? neurio_filter_fours_1_two_sided : neurio_filter_fours_1_one_sided;
        apply_fours(&fours, column, output);
    }
    if (bank.in_pairs > bank.in_fours) {
        const FilterPairs pairs =
            pairs_of(bank, bank.in_fours / 2, (bank.in_pairs - bank.in_fours) / 2);
        apply(&pairs, column, output + bank.in_fours);
    }
    for (int32_t filter = bank.in_pairs; filter < bank.filters; ++filter) {
        int8_t codes[2];
        const FilterPairs single = pairs_of(bank, filter - bank.in_pairs / 2, 1);
        apply(&single, column, codes);
        output[filter] = codes[0];
    }
}

void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count) {
    if (bank.activation_min == INT8_MIN && bank.activation_max == INT8_MAX) return;
    for (int32_t i = 0; i < count; ++i) {
        output[i] = static_cast<int8_t>(clamp(output[i], bank.activation_min, bank.activation_max));
    }
}

}  // namespace neurio
