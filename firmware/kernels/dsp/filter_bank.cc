#include "kernels/dsp/filter_bank.h"

#include "kernels/common/requantise.h"

namespace neurio {
namespace {

constexpr int32_t kColumns = 3;
constexpr int32_t kBiasWords = 2;
constexpr int32_t kRequantisationWords = 6;

}  // namespace

FilterGroups::FilterGroups(const FilterBank& bank)
    : pair_words_(kBiasWords + 2 * bank.quads + kRequantisationWords),
      in_pairs_(bank.in_pairs),
      filters_(bank.filters) {
    const int32_t single_count = bank.filters - bank.in_pairs;
    pairs_ = {bank.stream, bank.stream + bank.in_pairs / 2 * pair_words_, bank.quads};
    singles_ = {pairs_.end, pairs_.end + single_count * pair_words_, bank.quads};
}

void FilterGroups::apply_singles_to_three(ThreeColumns* kernel, const int16_t* columns,
                                          int8_t* output) const {
    FilterPairs single = singles_;
    for (int8_t* to = output + in_pairs_; single.stream != singles_.end; ++to) {
        int8_t codes[2 * kColumns];
        single.end = single.stream + pair_words_;
        kernel(&single, columns, codes, 2);
        for (int32_t i = 0; i < kColumns; ++i) to[i * filters_] = codes[2 * i];
        single.stream = single.end;
    }
}

void FilterGroups::apply_to_one(OneColumn* kernel, const void* column, int8_t* output) const {
    if (pairs_.stream != pairs_.end) kernel(&pairs_, column, output);
    FilterPairs single = singles_;
    for (int8_t* to = output + in_pairs_; single.stream != singles_.end; ++to) {
        int8_t codes[2];
        single.end = single.stream + pair_words_;
        kernel(&single, column, codes);
        *to = codes[0];
        single.stream = single.end;
    }
}

Filters::Filters(const FilterBank& bank)
    : groups_(bank),
      three_columns_(bank.two_sided ? neurio_filter_pairs_3_two_sided
                                    : neurio_filter_pairs_3_one_sided),
      one_column_(bank.two_sided ? neurio_filter_pairs_1_two_sided
                                 : neurio_filter_pairs_1_one_sided) {}

void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count) {
    clamp_codes(output, count, bank.activation_min, bank.activation_max);
}

}  // namespace neurio
