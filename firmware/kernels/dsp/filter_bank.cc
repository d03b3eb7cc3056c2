#include "kernels/dsp/filter_bank.h"

#include "kernels/common/requantise.h"
#include "kernels/dsp/filter_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;

// The pairs from `first` up to, not including, `last`.
FilterPairs pairs_of(const FilterBank& bank, int32_t first, int32_t last) {
    return {bank.stream + first * bank.pair_words, bank.stream + last * bank.pair_words,
            bank.quads};
}

}  // namespace

void apply_to_three(const FilterBank& bank, const int16_t* columns, int8_t* output) {
    ThreeColumns* apply =
        bank.two_sided ? neurio_filter_pairs_3_two_sided : neurio_filter_pairs_3_one_sided;
    const int32_t whole = bank.filters / 2;
    if (whole > 0) {
        const FilterPairs pairs = pairs_of(bank, 0, whole);
        apply(&pairs, columns, output, bank.filters);
    }
    if (bank.filters % 2 != 0) {
        int8_t last[2 * kColumns];
        const FilterPairs pairs = pairs_of(bank, whole, whole + 1);
        apply(&pairs, columns, last, 2);
        for (int32_t i = 0; i < kColumns; ++i) {
            output[i * bank.filters + 2 * whole] = last[2 * i];
        }
    }
}

void apply_to_one(const FilterBank& bank, const int16_t* column, int8_t* output) {
    OneColumn* apply =
        bank.two_sided ? neurio_filter_pairs_1_two_sided : neurio_filter_pairs_1_one_sided;
    const int32_t whole = bank.filters / 2;
    if (whole > 0) {
        const FilterPairs pairs = pairs_of(bank, 0, whole);
        apply(&pairs, column, output);
    }
    if (bank.filters % 2 != 0) {
        int8_t last[2];
        const FilterPairs pairs = pairs_of(bank, whole, whole + 1);
        apply(&pairs, column, last);
        output[2 * whole] = last[0];
    }
}

void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count) {
    if (bank.activation_min == INT8_MIN && bank.activation_max == INT8_MAX) return;
    for (int32_t i = 0; i < count; ++i) {
        output[i] =
            static_cast<int8_t>(clamp(output[i], bank.activation_min, bank.activation_max));
    }
}

}  // namespace neurio
