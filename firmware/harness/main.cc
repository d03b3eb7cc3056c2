// The firmware: boot lines, then commands for ever.
#include "harness/command_line.h"
#include "harness/commands.h"
#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"
#include "harness/timestamp.h"
#ifdef NEURIO_STREAMING_MODE
#include "streaming/sound.h"
#endif

namespace neurio {
namespace {

CommandLine command_line;

void boot() {
    print_line(kEnergyMode ? protocol::kAnswerModeEnergy : protocol::kAnswerModePerformance);
    mark_now();
    print_line(protocol::kAnswerInitDone);
    print_line(protocol::kAnswerReady);
}

// The next byte from the host. Sound is processed while the host is silent: it may send eight bytes
// or so meanwhile, as many as the UART holds.
int next_byte(State* state) {
#ifdef NEURIO_STREAMING_MODE
    while (!platform::has_byte()) {
        state->stream.listen();
    }
#endif
    return state->rate.read_byte();
}

void serve() {
    State state{Engine(*kSuite.models[0]), DataBuffer(kSuite.buffer, kSuite.buffer_bytes), {}};
    for (int byte = next_byte(&state); byte >= 0; byte = next_byte(&state)) {
        if (!command_line.take(static_cast<uint8_t>(byte))) {
            continue;
        }
        const Words words = command_line.split();
        if (!state.rate.answers(!command_line.too_long() && is_known(words))) {
            continue;
        }
        if (command_line.too_long()) {
            print_line(protocol::kErrorCommandTooLong, uint64_t{protocol::kCommandCapacity});
        } else {
            execute(words, &state);
        }
        print_line(protocol::kAnswerReady);
        state.rate.apply();
    }
}

}  // namespace
}  // namespace neurio

int main() {
    neurio::platform::initialise();
#ifdef NEURIO_STREAMING_MODE
    neurio::sound::initialise();
#endif
    neurio::boot();
    neurio::serve();
    return 0;
}
