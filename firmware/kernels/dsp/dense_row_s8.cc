#include "kernels/dsp/dense_row_s8.h"

namespace neurio {
namespace {

constexpr int32_t kBiasWords = 6;
constexpr int32_t kRequantisationWords = 6;

void apply_sixes(const DenseRowParams& params, const int8_t* row, int8_t* output) {
    const FilterBank& rest = params.rest;
    const int32_t words = params.in_sixes / 6 * (kBiasWords + 6 * rest.quads);
    FilterSixes sixes = {params.sixes, params.sixes + words, rest.quads, params.requantisation, 0};
    uint32_t shared[kRequantisationWords];
    if (params.shared != 0) {
        // The stream would push it out of a flash memory's cache, once for every six.
        for (int32_t i = 0; i < kRequantisationWords; ++i) shared[i] = params.requantisation[i];
        sixes.requantisation = shared;
        sixes.requantisation_rewind = sizeof shared;
    }
    const auto kernel =
        rest.two_sided ? neurio_filter_sixes_row_two_sided : neurio_filter_sixes_row_one_sided;
    kernel(&sixes, row, output);
}

void apply_rest(const FilterBank& rest, const int8_t* row, int8_t* output) {
    const auto kernel =
        rest.two_sided ? neurio_filter_pairs_row_two_sided : neurio_filter_pairs_row_one_sided;
    FilterGroups(rest).apply_to_one(kernel, row, output);
}

}  // namespace

void dense_row_s8(const DenseRowParams& params, const int8_t* input, int8_t* output) {
    const FilterBank& rest = params.rest;
    if (params.in_sixes != 0) apply_sixes(params, input, output);
    if (rest.filters != 0) apply_rest(rest, input, output + params.in_sixes);
    clamp_to_activation(rest, output, params.in_sixes + rest.filters);
}

}  // namespace neurio
