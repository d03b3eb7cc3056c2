#include "harness/commands.h"

#include "harness/arena_command.h"
#include "harness/baud_command.h"
#include "harness/build_id.h"
#include "harness/data_commands.h"
#include "harness/digest.h"
#include "harness/infer_command.h"
#include "harness/layers.h"
#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"
#include "harness/results.h"
#include "harness/text.h"
#include "harness/timestamp.h"
#ifdef NEURIO_STREAMING_MODE
#include "streaming/stream_commands.h"
#endif

namespace neurio {
namespace {

using namespace protocol;

void name(const Words&, State*) {
    print_before(kAnswerName);
    print(kVendor);
    print('/');
    print(platform::kBoardId);
    print_after(kAnswerName);
    end_line();
}

void build(const Words&, State*) { print_build_id(); }

void timestamp(const Words&, State*) { mark_now(); }

void profile(const Words&, State* state) {
    print_line(kAnswerProfile, kProfileName);
    print_line(kAnswerModel, state->engine.model().id);
}

void help(const Words&, State*) {
    for (const char* line : kHelp) {
        print_line(line);
    }
#ifdef NEURIO_STREAMING_MODE
    for (const char* line : kHelpStreaming) {
        print_line(line);
    }
#endif
}

void results(const Words&, State* state) {
    if (state->engine.has_outputs()) {
        print_results(state->engine.model(), kSuite.outputs, state->error);
    } else {
        print_line(kErrorNoResults);
    }
}

void outputs(const Words&, State* state) {
    if (state->engine.has_outputs()) {
        print_outputs(state->engine.model(), kSuite.outputs);
    } else {
        print_line(kErrorNoResults);
    }
}

void digest(const Words&, State* state) {
    if (state->engine.has_outputs()) {
        print_output_digest(state->engine.model(), kSuite.outputs);
    } else {
        print_line(kErrorNoResults);
    }
}

void models(const Words&, State*) {
    for (size_t i = 0; i < kSuite.model_count; ++i) {
        print_line(kAnswerModel, kSuite.models[i]->id);
    }
}

void select(const Words& words, State* state) {
    if (words.count < 2) {
        print_line(kErrorNoModelId);
        return;
    }
    for (size_t i = 0; i < kSuite.model_count; ++i) {
        if (equal(kSuite.models[i]->id, words.word[1])) {
            state->engine.select(*kSuite.models[i]);
            state->data.clear();
            print_line(kAnswerModel, words.word[1]);
            return;
        }
    }
    print_line(kErrorUnknownModel, words.word[1]);
}

void reset(const Words&, State* state) {
    state->engine.reset();
    print_line(kAnswerReset);
}

struct Entry {
    const char* word;
    size_t max_arguments;
    void (*run)(const Words& words, State* state);
};

constexpr Entry kEntries[] = {
    {kCommandName, 0, name},
    {kCommandBuild, 0, build},
    {kCommandTimestamp, 0, timestamp},
    {kCommandProfile, 0, profile},
    {kCommandHelp, 0, help},
    {kCommandData, 2, execute_data},
    {kCommandInfer, 2, execute_infer},
    {kCommandResults, 0, results},
    {kCommandOutputs, 0, outputs},
    {kCommandDigest, 0, digest},
    {kCommandModels, 0, models},
    {kCommandSelect, 1, select},
    {kCommandReset, 0, reset},
#if !defined(NEURIO_ENERGY_MODE) && !defined(NEURIO_STREAMING_MODE)
    {kCommandBaud, 1, execute_baud},
#endif
#ifdef NEURIO_STREAMING_MODE
    {kCommandStart, 0, execute_start},
    {kCommandStop, 0, execute_stop},
#endif
#ifdef NEURIO_ARENA_MODE
    {kCommandArena, 1, execute_arena},
#endif
#ifdef NEURIO_PROFILE_MODE
    {kCommandLayers, 0, execute_layers},
#endif
};

const Entry* find(const Words& words) {
    for (const Entry& entry : kEntries) {
        if (words.count != 0 && equal(entry.word, words.word[0])) {
            return &entry;
        }
    }
    return nullptr;
}

}  // namespace

bool is_known(const Words& words) { return find(words) != nullptr; }

void execute(const Words& words, State* state) {
    const Entry* entry = find(words);
    if (words.count == 0) {
        print_line(kErrorEmptyCommand);
    } else if (entry == nullptr) {
        print_line(kErrorUnknownCommand, words.word[0]);
    } else if (words.count - 1 > entry->max_arguments) {
        print_line(kErrorTooManyArguments, entry->word);
#ifdef NEURIO_STREAMING_MODE
    } else if (state->stream.running() && !leaves_stream_alone(entry->word)) {
        print_line(kErrorStreaming);
#endif
    } else {
        entry->run(words, state);
    }
}

}  // namespace neurio
