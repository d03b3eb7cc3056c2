#include "harness/infer_command.h"

#include "harness/count.h"
#include "harness/ports.h"
#include "harness/print.h"
#include "harness/protocol_text.h"
#include "harness/results.h"
#include "harness/timestamp.h"

namespace neurio {
namespace {

using namespace protocol;

// Reads an argument where there is one. False after an error line.
bool read_count(const Words& words, size_t index, uint32_t minimum, uint32_t* count) {
    if (words.count <= index || parse_count(words.word[index], minimum, count)) {
        return true;
    }
    print_line(kErrorNotACount, uint64_t{minimum}, uint64_t{UINT32_MAX}, words.word[index]);
    return false;
}

// Whether the model has not failed. False after an error line.
bool can_run(const Engine& engine) {
    if (engine.failure() == nullptr) {
        return true;
    }
    print_line(kErrorModelFailed, engine.failure());
    return false;
}

// Whether the loaded bytes are an input of a model that can run. False after an error line.
bool input_is_ready(const State& state) {
    const uint32_t needed = host_bytes(state.engine.model());
    const DataBuffer& data = state.data;
    if (data.expected() == 0) {
        print_line(kErrorNothingLoaded);
    } else if (!data.complete()) {
        print_line(kErrorIncompleteInput, uint64_t{data.received()}, uint64_t{data.expected()});
    } else if (data.expected() != needed) {
        print_line(kErrorWrongInputSize, uint64_t{needed}, uint64_t{data.expected()});
    } else {
        return can_run(state.engine);
    }
    return false;
}

}  // namespace

void execute_infer(const Words& words, State* state) {
    uint32_t iterations = kDefaultIterations;
    uint32_t warmups = kDefaultWarmups;
    if (!read_count(words, 1, 1, &iterations) || !read_count(words, 2, 0, &warmups) ||
        !input_is_ready(*state)) {
        return;
    }
    state->engine.load(state->data.bytes());
    print_line(kAnswerWarmupStart, uint64_t{warmups});
    state->engine.run(warmups);
    print_line(kAnswerWarmupDone);
    print_line(kAnswerInferStart, uint64_t{iterations});
    TimedWindow window;
    window.open();
    state->engine.run(iterations);
    window.close();
    if (!can_run(state->engine)) {
        return;
    }
    print_line(kAnswerInferDone);
    const Model& model = state->engine.model();
    if (model.result == ResultKind::kMeanSquaredError) {
        state->error = mean_squared_error(model, state->data.bytes(), kSuite.outputs);
    }
    print_results(model, kSuite.outputs, state->error);
}

}  // namespace neurio
