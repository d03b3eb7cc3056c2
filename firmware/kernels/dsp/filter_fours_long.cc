#include "kernels/dsp/filter_fours.h"
#include "kernels/dsp/filter_fours_loop.h"
#include "kernels/dsp/filter_fours_one.h"

namespace neurio {

FOURS(neurio_long_filter_fours_one_sided, 64, "ldr.w", 56, HIGH_ONE_SIDED, LOW_ONE_SIDED)
FOURS(neurio_long_filter_fours_two_sided, 64, "ldr.w", 56, HIGH_TWO_SIDED, LOW_TWO_SIDED)

const FoursForm kLongFoursOneSided = {neurio_long_filter_fours_one_sided, one_column_one_sided, 64,
                                      56};
const FoursForm kLongFoursTwoSided = {neurio_long_filter_fours_two_sided, one_column_two_sided, 64,
                                      56};

}  // namespace neurio
