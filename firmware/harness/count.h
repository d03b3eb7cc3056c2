// Counts in commands.
#pragma once

#include <stdint.h>

namespace neurio {

// Reads an unsigned decimal number of at least `minimum` into `count`. False, with `count` as it
// was, for anything else: no digits, other characters, a value that does not fit.
bool parse_count(const char* word, uint32_t minimum, uint32_t* count);

}  // namespace neurio
