// Dot products of pairs of filters with columns of the input: the inner loops of convolutions and
// fully connected layers on cores with the DSP extension.
//
// A column holds the inputs of one output pixel, one element per weight, padded to quads of four.
// Columns are widened to 16 bits first; quad (k0, k1, k2, k3) becomes the words (k0, k2), (k1, k3).
// Three columns are interleaved word by word.
//
// Weights stay 8 bits wide and come in pairs of filters, one word for two elements of both: its
// 16-bit halves are 256 * high[k] + low[k]. SMLAD of such a word and a word of the column sums up
// 256 * high . column + low . column; SXTB16 leaves low[k] alone for a second SMLAD. So one
// widening serves four products, and high . column is the difference of both sums, shifted. That
// needs |high . column| < 2^23, which the generator proves.
//
// Per quad, 2 filters x 3 columns: LDM of 2 words of weights, 2 LDM of 3 words of the columns,
// 2 SXTB16, 12 SMLAD = 17 instructions for 24 products: 0.71 a MAC, 0.72 with the loop (unrolled
// eightfold). Per two quads, 2 filters x 1 column: 2 LDM of 4 words, 4 SXTB16, 8 SMLAD = 14
// instructions for 16 products: 0.88 a MAC.
//
// A row is a column as it lies in memory, 8 bits wide. Its words are widened in registers, once for
// each pair or six of filters, which costs instructions but no memory. Per two quads, 6 filters x
// 1 row: 2 LDR and 4 SXTB16 of the row, 3 LDM of 4 words of weights, 12 SXTB16, 24 SMLAD = 45
// instructions for 48 products: 0.94 a MAC; 2 filters x 1 row: 18 for 16: 1.13 a MAC.
//
// `stream` is all that the loops read besides the columns, in the order of use. For each pair:
//   int32 256 * bias_high + bias_low, bias_low
//   2 words per quad: (k0, k2), (k1, k3)
//   int32 multiplier, addend, shift of the high filter, then of the low one
// For sixes of filters: the biases of three pairs and, per quad, the words of one pair after the
// other. Their requantisations stand apart, since all may share one.
//
// Requantisation. A factor is multiplier * 2^(-31 - e), multiplier in [2^30, 2^31) or 0. TFLite
// Micro rounds twice: x = round(sum * multiplier / 2^31), ties up, then round(x / 2^e), ties away
// from zero. With half = 2^(e - 1), or 0 where e = 0, and an output zero point z:
//
// Two-sided, e in [1, 22], |sum| < 2^30: SMMLAR(2 * sum, multiplier, half + z * 2^e) is x and the
// addend; one is taken from it where sum < 0; ASR by e. 6 instructions for the high filter, 5 for
// the low one.
//
// One-sided, e in [0, 15], |sum| < 2^(14 + e), where the activation clamps what lies below z (a
// fused ReLU), so that ties of negative values do not matter. Both roundings then are one floor:
//   high  SMMLA(256 * sum, multiplier, 64 + 128 * (half + z * 2^e)), ASR by e + 7
//   low   SMMLA(sum << (17 - e), multiplier, 2^(15 - e) + 2^(16 - e) * half + z * 2^16), upper half
// 4 and 3 instructions.
//
// Both end in SSAT to [-128, 127] and STRB.
#pragma once

#include <stdint.h>

namespace neurio {

struct FilterPairs {
    const uint32_t* stream;
    const uint32_t* end;
    int32_t quads;  // per filter, at least 1
};

struct FilterSixes {
    const uint32_t* stream;
    const uint32_t* end;
    int32_t quads;                   // per filter, at least 1
    const uint32_t* requantisation;  // six words for each pair
    int32_t requantisation_rewind;   // bytes to go back behind each; 24 where all share one, or 0
};

// The low filter of pair i writes output[2 * i], the high one output[2 * i + 1]; three columns
// write `pixel_bytes` apart. Outputs are clamped to [-128, 127]. A column is int16, a row int8;
// both start at a whole word.
using ThreeColumns = void(const FilterPairs* pairs, const int16_t* columns, int8_t* output,
                          int32_t pixel_bytes);
using OneColumn = void(const FilterPairs* pairs, const void* column_or_row, int8_t* output);
using SixesOfRow = void(const FilterSixes* sixes, const int8_t* row, int8_t* output);

extern "C" {
ThreeColumns neurio_filter_pairs_3_one_sided;
ThreeColumns neurio_filter_pairs_3_two_sided;
OneColumn neurio_filter_pairs_1_one_sided;
OneColumn neurio_filter_pairs_1_two_sided;
OneColumn neurio_filter_pairs_row_one_sided;
OneColumn neurio_filter_pairs_row_two_sided;
SixesOfRow neurio_filter_sixes_row_one_sided;
SixesOfRow neurio_filter_sixes_row_two_sided;
}

}  // namespace neurio
