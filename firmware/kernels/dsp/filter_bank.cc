#include "kernels/dsp/filter_bank.h"

#include "kernels/common/requantise.h"
#include "kernels/dsp/filter_pairs.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;
constexpr int32_t kRequantisationWords = 6;

// All fours; there is at least one.
FilterPairs fours_of(const FilterBank& bank) {
    const int32_t words = bank.in_fours / 4 * (4 + 4 * bank.quads);
    return {bank.stream, bank.stream + kRequantisationWords + words, bank.quads};
}

// `count` pairs from the one numbered `first`; single filters are pairs as well.
FilterPairs pairs_of(const FilterBank& bank, int32_t first, int32_t count) {
    const int32_t* const begin = bank.in_fours > 0 ? fours_of(bank).end : bank.stream;
    const int32_t pair_words = 2 + 2 * bank.quads + kRequantisationWords;
    return {begin + first * pair_words, begin + (first + count) * pair_words, bank.quads};
}

}  // namespace

void apply_to_three(const FilterBank& bank, const int16_t* columns, int8_t* output) {
    ThreeColumns* apply =
        bank.two_sided ? neurio_filter_pairs_3_two_sided : neurio_filter_pairs_3_one_sided;
    const int32_t pair_count = bank.in_pairs / 2;
    if (pair_count > 0) {
        const FilterPairs pairs = pairs_of(bank, 0, pair_count);
        apply(&pairs, columns, output, bank.filters);
    }
    for (int32_t i = 0; i < bank.filters - bank.in_pairs; ++i) {
        int8_t codes[2 * kColumns];
        const FilterPairs single = pairs_of(bank, pair_count + i, 1);
        apply(&single, columns, codes, 2);
        for (int32_t column = 0; column < kColumns; ++column) {
            output[column * bank.filters + bank.in_pairs + i] = codes[2 * column];
        }
    }
}

void apply_to_one(const FilterBank& bank, const int16_t* column, int8_t* output) {
    if (bank.in_fours > 0) {
        const FilterPairs fours = fours_of(bank);
        OneColumn* apply =
            bank.two_sided ? neurio_filter_fours_1_two_sided : neurio_filter_fours_1_one_sided;
        apply(&fours, column, output);
    }
    OneColumn* apply =
        bank.two_sided ? neurio_filter_pairs_1_two_sided : neurio_filter_pairs_1_one_sided;
    const int32_t pair_count = (bank.in_pairs - bank.in_fours) / 2;
    if (pair_count > 0) {
        const FilterPairs pairs = pairs_of(bank, 0, pair_count);
        apply(&pairs, column, output + bank.in_fours);
    }
    for (int32_t i = 0; i < bank.filters - bank.in_pairs; ++i) {
        int8_t codes[2];
        const FilterPairs single = pairs_of(bank, pair_count + i, 1);
        apply(&single, column, codes);
        output[bank.in_pairs + i] = codes[0];
    }
}

void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count) {
    if (bank.activation_min == INT8_MIN && bank.activation_max == INT8_MAX) return;
    for (int32_t i = 0; i < count; ++i) {
        output[i] = static_cast<int8_t>(clamp(output[i], bank.activation_min, bank.activation_max));
    }
}

}  // namespace neurio
