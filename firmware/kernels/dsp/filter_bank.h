// All filters of a layer, applied to columns of the input.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_pairs.h"

namespace neurio {

// `stream` holds fours of filters, then pairs, then single ones paired with zeros, each laid out as
// filter_pairs.h says. Fours serve one column only, and filters that share one requantisation. All
// but an odd filter are in pairs or fours where their sums are small enough.
struct FilterBank {
    const int32_t* stream;
    int32_t quads;      // four weights each, per filter
    int32_t filters;    // output channels
    int32_t in_fours;   // the first filters, in fours
    int32_t in_pairs;   // the first filters, in fours or pairs
    int32_t two_sided;  // the form of requantisation
    int32_t activation_min;
    int32_t activation_max;
};

// A bank made ready once a call, so that little is left to do for each column.
class Filters {
  public:
    explicit Filters(const FilterBank& bank);

    // columns: widened and interleaved, 12 * quads elements. Writes three pixels of `filters`
    // codes. Only where no filters are in fours.
    void apply_to_three(const int16_t* columns, int8_t* output) const {
        if (pairs_.stream != pairs_.end) three_columns_(&pairs_, columns, output, filters_);
        if (singles_.stream != singles_.end) apply_singles_to_three(columns, output);
    }

    // column: widened, 4 * quads elements. Writes one pixel of `filters` codes.
    void apply_to_one(const int16_t* column, int8_t* output) const;

  private:
    void apply_singles_to_three(const int16_t* columns, int8_t* output) const;

    FilterPairs fours_;
    FilterPairs pairs_;
    FilterPairs singles_;
    int32_t pair_words_;
    int32_t in_fours_;
    int32_t in_pairs_;
    int32_t filters_;
    ThreeColumns* three_columns_;
    OneColumn* one_column_;
    OneColumn* one_column_fours_;
};

// Clamps a finished output where the activation range is narrower than int8; the filters saturate.
void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count);

}  // namespace neurio
