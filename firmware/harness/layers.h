// Time by layer. Only images that were generated with hooks around their layers hold any of this.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "harness/command_line.h"

namespace neurio {

struct State;

// Where the times go, defined by the generated suite.cc: room for the layers of any of its models.
struct LayerTimes {
    uint64_t* ticks;
    size_t capacity;
};
extern const LayerTimes kLayerTimes;

// Called by a model before its first layer, and behind each: the times of the last inference stay.
// A model that does something between two layers says where the next one begins.
void begin_layers();
void begin_layer();
void end_layer(uint32_t index);

// `layers`: the last inference's times and the clock they are of.
void execute_layers(const Words& words, State* state);

}  // namespace neurio
