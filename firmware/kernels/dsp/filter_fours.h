// Four filters at a time, applied to a strip of columns: the inner loops of convolutions where
// memory with wait states holds the weights.
//
// Packed pairs of filters and their requantisation are those of filter_pairs.h, but the filters
// are the outer loop and pixels the inner one. So the weights come from flash memory once a strip
// and not once for every three pixels, and four filters x two columns share their loads: a step of
// two channels takes 2 words of weights and 2 of columns, 4 LDR, which the core pipelines, 2 SXTB16
// and 8 SMLAD for 16 products: 15 cycles of a Cortex-M4. filter_pairs.h takes fewer instructions,
// 0.72 a MAC instead of 0.9, but more cycles.
//
// `stream` holds blocks of four filters, the last one ending with the last filter:
//   int32 256 * bias_1 + bias_0, bias_0, 256 * bias_3 + bias_2, bias_2
//   per step a word of filters 1 and 0, and one of filters 3 and 2
//   int32 multiplier, addend, shift of filters 1, 0, 3 and 2
#pragma once

#include <stdint.h>

#include "kernels/common/requantise.h"

namespace neurio {

// What the loop over pairs of pixels is told of a strip.
struct FoursStrip {
    int32_t skipped;      // bytes of weights and of columns in the first turn, less a step's
    int32_t entry;        // bytes of code in the first turn
    int32_t pixel_bytes;  // of the output
    const int16_t* columns_end;
    int32_t weight_bytes;
};

static_assert(sizeof(FoursStrip) == 20, "the assembly loads five words");

// The loops for a block of filters, in one of the forms of requantisation. `pairs` of pixels are
// unrolled to `steps` of `step_bytes` of code; `one` takes the second columns of a pair alone.
struct FoursForm {
    void (*pairs)(const uint32_t* block, const int16_t* columns, const FoursStrip* strip,
                  int8_t* output);
    void (*one)(const uint32_t* block, const int16_t* columns, int32_t quads, int8_t* output);
    int32_t steps;
    int32_t step_bytes;
};

// 12 steps: with the rest of the loop and with apply_fours, less than the 1 KB that an STM32L4
// caches of code. 64 steps are faster where code is in RAM, and much slower in flash memory.
extern const FoursForm kFoursOneSided;
extern const FoursForm kFoursTwoSided;
extern const FoursForm kLongFoursOneSided;
extern const FoursForm kLongFoursTwoSided;

struct FilterFours {
    const uint32_t* stream;
    int32_t quads;    // four weights each, per filter
    int32_t filters;  // output channels, at least 4
    const FoursForm* form;
    int32_t copied;  // 1: a block is copied to scratch memory first, where a data cache cannot
                     // hold it
    int32_t activation_min;
    int32_t activation_max;
};

// Armv7-M and Armv8-M, memory map: flash memories lie below. What is in RAM need not be copied.
inline bool is_in_flash(const uint32_t* constants) {
    return reinterpret_cast<uintptr_t>(constants) < 0x20000000;
}

// The words of a block.
inline int32_t block_words(const FilterFours& fours) { return 16 + 4 * fours.quads; }

// Two columns of 4 * quads elements at any addresses -> 8 * quads elements: per step a word of the
// first and one of the second. Returns the end of what was written.
int16_t* widen_two(const int8_t* first, const int8_t* second, int32_t quads, int16_t* columns);

// The same of `pairs` of columns that lie one behind the other.
void widen_pairs(const int8_t* from, int32_t quads, int32_t pairs, int16_t* columns);

// columns: `pairs` of pixels as widen_two leaves them; output: their codes, [pixel][filter].
// block: room for block_words where they are copied.
void apply_fours(const FilterFours& fours, const int16_t* columns, int32_t pairs, int8_t* output,
                 uint32_t* block);

// The second pixel of the first pair of columns alone. Reads all weights once, so it copies none.
void apply_fours_to_second(const FilterFours& fours, const int16_t* columns, int8_t* output);

// A layer of `pixels`, at least 2, with the filters outside and strips of `strip` pixels, an even
// number, inside. `widen(pixel, pairs, columns)` leaves the columns of so many pairs of pixels,
// from that one on, as widen_two does. Where one pixel is left, it is computed alone, or the one
// before it again, where that saves another pass over weights in flash memory. columns: 8 *
// fours.quads bytes a pixel of the strip; block: as apply_fours needs it.
template <typename Widen>
void convolve_in_strips(const FilterFours& fours, int32_t pixels, int32_t strip, int16_t* columns,
                        uint32_t* block, int8_t* output, Widen widen) {
    for (int32_t first = 0; first < pixels; first += strip) {
        const int32_t left = pixels - first;
        const int32_t count = left < strip ? left : strip;
        if (count % 2 != 0 && first != 0 && is_in_flash(fours.stream)) {
            widen(first - 1, (count + 1) / 2, columns);
            apply_fours(fours, columns, (count + 1) / 2, output + (first - 1) * fours.filters,
                        block);
            continue;
        }
        const int32_t pairs = count / 2;
        if (pairs != 0) {
            widen(first, pairs, columns);
            apply_fours(fours, columns, pairs, output + first * fours.filters, block);
        }
        if (count % 2 != 0) {
            const int32_t last = first + count - 1;
            widen(last - 1, 1, columns);
            apply_fours_to_second(fours, columns, output + last * fours.filters);
        }
    }
    clamp_codes(output, pixels * fours.filters, fours.activation_min, fours.activation_max);
}

}  // namespace neurio
