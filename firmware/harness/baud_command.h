// `baud N`.
#pragma once

#include "harness/commands.h"

namespace neurio {

// The answer comes at the old rate; the line changes behind its ready line.
void execute_baud(const Words& words, State* state);

}  // namespace neurio
