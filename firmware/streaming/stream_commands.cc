#include "streaming/stream_commands.h"

#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"
#include "harness/text.h"
#include "streaming/sound.h"

namespace neurio {
namespace {

using namespace protocol;

constexpr uint32_t kInALine = 16;

// [1, -2, 3], over several lines.
void print_codes(const int8_t* codes, uint32_t count) {
    print('[');
    for (uint32_t i = 0; i != count; ++i) {
        if (codes[i] < 0) {
            print('-');
        }
        print_decimal(static_cast<uint64_t>(codes[i] < 0 ? -codes[i] : codes[i]));
        if (i + 1 == count) {
            break;
        }
        print(", ");
        if (i % kInALine == kInALine - 1) {
            end_line();
        }
    }
    print(']');
    end_line();
}

}  // namespace

void execute_start(const Words&, State* state) {
    if (state->stream.running()) {
        print_line(kErrorStreaming);
        return;
    }
    if (!Stream::suits(state->engine.model())) {
        print_line(kErrorNoStreamModel, state->engine.model().id);
        return;
    }
    if (state->engine.failure() != nullptr) {
        print_line(kErrorModelFailed, state->engine.failure());
        return;
    }
    platform::pulse_sync_pin();
    state->stream.start(&state->engine);
    print_line(kAnswerStreamStarted);
}

// Stopping what does not run is no mistake: hosts do so to be sure.
void execute_stop(const Words&, State* state) {
    if (!state->stream.running()) {
        print_line(kAnswerStreamIdle);
        return;
    }
    state->stream.stop();
    platform::pulse_sync_pin();
    print_line(kAnswerStreamStopped);
    print_line(kAnswerStreamHops, uint64_t{state->stream.hops()});
    print_line(kAnswerStreamLate, uint64_t{state->stream.late()});
    print_line(kAnswerActivations);
    print_codes(state->stream.activations(), state->stream.activation_count());
}

bool leaves_stream_alone(const char* command) {
    constexpr const char* kHarmless[] = {kCommandName,     kCommandBuild, kCommandProfile,
                                         kCommandHelp,     kCommandStart, kCommandStop,
                                         kCommandTimestamp};
    for (const char* harmless : kHarmless) {
        if (equal(command, harmless)) {
            return true;
        }
    }
    return false;
}

}  // namespace neurio
