#include "kernels/dsp/filter_fours.h"
#include "kernels/dsp/filter_fours_loop.h"
#include "kernels/dsp/filter_fours_one.h"

namespace neurio {

FOURS(neurio_filter_fours_one_sided, 12, "ldr.n", 48, HIGH_ONE_SIDED, LOW_ONE_SIDED)
FOURS(neurio_filter_fours_two_sided, 12, "ldr.n", 48, HIGH_TWO_SIDED, LOW_TWO_SIDED)

const FoursForm kFoursOneSided = {neurio_filter_fours_one_sided, one_column_one_sided, 12, 48};
const FoursForm kFoursTwoSided = {neurio_filter_fours_two_sided, one_column_two_sided, 12, 48};

}  // namespace neurio
