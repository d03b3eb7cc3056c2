// All filters of a layer, applied to columns of the input.
#pragma once

#include <stdint.h>

#include "kernels/dsp/filter_pairs.h"

namespace neurio {

// `stream` holds pairs of filters, then single ones paired with zeros, each laid out as
// filter_pairs.h says. All but an odd filter are in pairs where their sums are small enough.
struct FilterBank {
    const uint32_t* stream;
    int32_t quads;      // four weights each, per filter
    int32_t filters;    // output channels
    int32_t in_pairs;   // the first filters, in pairs
    int32_t two_sided;  // the form of requantisation
    int32_t activation_min;
    int32_t activation_max;
};

// Where a bank's pairs and single filters are.
class FilterGroups {
  public:
    explicit FilterGroups(const FilterBank& bank);

    // column: as `kernel` takes it, 4 * quads elements. Writes one pixel of `filters` codes.
    void apply_to_one(OneColumn* kernel, const void* column, int8_t* output) const;

    // columns: widened and interleaved, 12 * quads elements. Writes three pixels of `filters`
    // codes.
    void apply_to_three(ThreeColumns* kernel, const int16_t* columns, int8_t* output) const {
        if (pairs_.stream != pairs_.end) kernel(&pairs_, columns, output, filters_);
        if (singles_.stream != singles_.end) apply_singles_to_three(kernel, columns, output);
    }

  private:
    void apply_singles_to_three(ThreeColumns* kernel, const int16_t* columns, int8_t* output) const;

    FilterPairs pairs_;
    FilterPairs singles_;
    int32_t pair_words_;
    int32_t in_pairs_;
    int32_t filters_;
};

// A bank made ready once a call, so that little is left to do for each column.
class Filters {
  public:
    explicit Filters(const FilterBank& bank);

    // As FilterGroups, for widened columns.
    void apply_to_three(const int16_t* columns, int8_t* output) const {
        groups_.apply_to_three(three_columns_, columns, output);
    }

    void apply_to_one(const int16_t* column, int8_t* output) const {
        groups_.apply_to_one(one_column_, column, output);
    }

  private:
    FilterGroups groups_;
    ThreeColumns* three_columns_;
    OneColumn* one_column_;
};

// Clamps `count` finished codes where the activation range is narrower than int8; the filters
// saturate.
void clamp_to_activation(const FilterBank& bank, int8_t* output, int32_t count);

}  // namespace neurio
