// The commands of the protocol.
#pragma once

#include "harness/command_line.h"
#include "harness/data_buffer.h"
#include "harness/engine.h"
#include "harness/line_rate.h"
#ifdef NEURIO_STREAMING_MODE
#include "streaming/stream.h"
#endif

namespace neurio {

// What commands act on.
struct State {
    Engine engine;
    DataBuffer data;
    LineRate rate;
    // Mean squared error of the last inference, for models whose result it is. Kept, because the
    // input that it was taken against is gone once the next one is being loaded.
    float error = 0.0f;
#ifdef NEURIO_STREAMING_MODE
    Stream stream;
#endif
};

// Whether the first word is that of a command.
bool is_known(const Words& words);

// Carries out a command and prints its answer, all but the ready line. Every command that cannot
// be carried out is answered by one error line and changes nothing.
void execute(const Words& words, State* state);

}  // namespace neurio
