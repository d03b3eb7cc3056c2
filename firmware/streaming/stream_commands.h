// `start` and `stop`, of images for the streaming test.
#pragma once

#include "harness/commands.h"

namespace neurio {

void execute_start(const Words& words, State* state);
void execute_stop(const Words& words, State* state);

// Whether a command may be carried out while sound is processed: one that leaves the model alone.
bool leaves_stream_alone(const char* command);

}  // namespace neurio
