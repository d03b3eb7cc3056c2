#include "kernels/dsp/filter_bank.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;
constexpr int32_t kRequantisationWords = 6;

int32_t words_of_fours(const FilterBank& bank) {
    if (bank.in_fours == 0) return 0;
    return kRequantisationWords + bank.in_fours / 4 * (4 + 4 * bank.quads);
}

}  // namespace

Filters::Filters(const FilterBank& bank)
    : pair_words_(2 + 2 * bank.quads + kRequantisationWords),
      in_fours_(bank.in_fours),
      in_pairs_(bank.in_pairs),
      filters_(bank.filters),
      three_columns_(bank.two_sided ? neurio_filter_pairs_3_two_sided
                                    : neurio_filter_pairs_3_one_sided),
      one_column_(bank.two_sided ? neurio_filter_pairs_1_two_sided
                                 : neurio_filter_pairs_1_one_sided),
      one_column_fours_(bank.two_sided ? neurio_filter_fours_1_two_sided
                                       : neurio_filter_fours_1_one_sided) {
    const int32_t pair_count = (bank.in_pairs - bank.in_fours) / 2;
    const int32_t single_count = bank.filters - bank.in_pairs;
    fours_ = {bank.stream, bank.stream + words_of_fours(bank), bank.quads};
    pairs_ = {fours_.end, fours_.end + pair_count * pair_words_, bank.quads};
    singles_ = {pairs_.end, pairs_.end + single_count * pair_words_, bank.quads};
}

void Filters::apply_singles_to_three(const int16_t* columns, int8_t* output) const {
    FilterPairs single = singles_;
    for (int8_t* to = output + in_pairs_; single.stream != singles_.end; ++to) {
        int8_t codes[2 * kColumns];
        single.end = single.stream + pair_words_;
        three_columns_(&single, columns, codes, 2);
        for (int32_t i = 0; i < kColumns; ++i) to[i * filters_] = codes[2 * i];
        single.stream = single.end;
    }
}

void Filters::apply_to_one(const int16_t* column, int8_t* output) const {
    if (fours_.stream != fours_.end) one_column_fours_(&fours_, column, output);
    if (pairs_.stream != pairs_.end) one_column_(&pairs_, column, output + in_fours_);
    FilterPairs single = singles_;
    for (int8_t* to = output + in_pairs_; single.stream != singles_.end; ++to) {
        int8_t codes[2];
        single.end = single.stream + pair_words_;
        one_column_(&single, column, codes);
        *to = codes[0];
        single.stream = single.end;
    }
}

void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count) {
    if (bank.activation_min == INT8_MIN && bank.activation_max == INT8_MAX) return;
    for (int32_t i = 0; i < count; ++i) {
        output[i] = static_cast<int8_t>(clamp(output[i], bank.activation_min, bank.activation_max));
    }
}

}  // namespace neurio
