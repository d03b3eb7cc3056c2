// How much of the arena a model needs, for images that were built to find that out.
#pragma once

#include "harness/command_line.h"
#include "harness/commands.h"

namespace neurio {

// `arena N`: sets the selected model up in N bytes of the arena, and says how many it uses.
void execute_arena(const Words& words, State* state);

}  // namespace neurio
