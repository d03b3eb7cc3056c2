#include "kernels/dsp/dense_row_s8.h"

namespace neurio {
namespace {

constexpr int32_t kBiasWordsOfFour = 4;

}  // namespace

void dense_row_s8(const DenseRowParams& params, const int8_t* input, int8_t* output) {
    const FilterBank& rest = params.rest;
    if (params.in_fours != 0) {
        const int32_t words = params.in_fours / 4 * (kBiasWordsOfFour + 4 * rest.quads);
        const FilterFours fours = {params.fours, params.fours + words, rest.quads,
                                   params.requantisation, params.requantisation_step};
        const auto kernel =
            rest.two_sided ? neurio_filter_fours_row_two_sided : neurio_filter_fours_row_one_sided;
        kernel(&fours, input, output);
    }
    if (rest.filters != 0) {
        const auto kernel =
            rest.two_sided ? neurio_filter_pairs_row_two_sided : neurio_filter_pairs_row_one_sided;
        FilterGroups(rest).apply_to_one(kernel, input, output + params.in_fours);
    }
    clamp_to_activation(rest, output, params.in_fours + rest.filters);
}

}  // namespace neurio
