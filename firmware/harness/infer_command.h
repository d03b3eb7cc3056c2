// `infer N W`.
#pragma once

#include "harness/commands.h"

namespace neurio {

void execute_infer(const Words& words, State* state);

}  // namespace neurio
