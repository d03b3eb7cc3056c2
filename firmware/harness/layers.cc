#include "harness/layers.h"

#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

uint32_t layer_count = 0;
uint64_t first = 0;
uint64_t last = 0;
uint64_t total = 0;
uint64_t reading = 0;  // ticks that reading the clock takes by itself

}  // namespace

void begin_layers() {
    layer_count = 0;
    first = platform::ticks();
    last = platform::ticks();
    reading = last - first;
}

void begin_layer() { last = platform::ticks(); }

void end_layer(uint32_t index) {
    const uint64_t now = platform::ticks();
    const uint64_t elapsed = now - last;
    if (index < kLayerTimes.capacity) {
        kLayerTimes.ticks[index] = elapsed > reading ? elapsed - reading : 1;
        layer_count = index + 1;
    }
    total = now - first;
    last = platform::ticks();
}

void execute_layers(const Words&, State*) {
    for (uint32_t i = 0; i < layer_count; ++i) {
        print_line(protocol::kAnswerLayer, uint64_t{i}, kLayerTimes.ticks[i]);
    }
    print_line(protocol::kAnswerLayers, total, uint64_t{platform::kTicksASecond});
}

}  // namespace neurio
