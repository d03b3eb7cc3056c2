#include "kernels/dsp/filter_pairs.h"
#include "kernels/dsp/pair_products.h"

// One column, of int16.
namespace neurio {

// clang-format off

#define ODD_QUAD                                                                                   \
    "ldm lr!, {r6, r7}\n"                                                                          \
    "ldm r12!, {r2, r3}\n"
#define TWO_QUADS "ldm r12!, {r2, r3, r4, r5}\n"
#define ONE_COLUMN(name, HIGH, LOW)                                                                \
    PAIRS_OF_FILTERS(name, 3, 56, ODD_QUAD, TWO_QUADS, HIGH, LOW)

ONE_COLUMN(neurio_filter_pairs_1_one_sided, HIGH_ONE_SIDED, LOW_ONE_SIDED)
ONE_COLUMN(neurio_filter_pairs_1_two_sided, HIGH_TWO_SIDED, LOW_TWO_SIDED)

// clang-format on

}  // namespace neurio
