// The words of the wire protocol. Rendered from neurio_gen/protocol/wire.py; change them there.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace neurio::protocol {

constexpr char kTerminator = '%';
constexpr size_t kCommandCapacity = 1032;
constexpr size_t kBytesPerLine = 8;
constexpr uint32_t kDefaultIterations = 1;
constexpr uint32_t kDefaultWarmups = 10;
constexpr uint32_t kTrialSeconds = 2;
constexpr uint32_t kRates[] = {9600, 57600, 115200, 230400, 460800, 921600, 1000000, 2000000};
constexpr char kProfileName[] = "ULPMark for tinyML Firmware V0.0.1";
constexpr char kVendor[] = "neurio-gen";

// First words of commands
constexpr char kCommandName[] = "name";
constexpr char kCommandBuild[] = "build";
constexpr char kCommandTimestamp[] = "timestamp";
constexpr char kCommandProfile[] = "profile";
constexpr char kCommandHelp[] = "help";
constexpr char kCommandData[] = "db";
constexpr char kCommandInfer[] = "infer";
constexpr char kCommandResults[] = "results";
constexpr char kCommandOutputs[] = "outputs";
constexpr char kCommandDigest[] = "digest";
constexpr char kCommandModels[] = "models";
constexpr char kCommandSelect[] = "select";
constexpr char kCommandReset[] = "reset";
constexpr char kCommandBaud[] = "baud";
constexpr char kCommandLayers[] = "layers";
constexpr char kCommandArena[] = "arena";
constexpr char kCommandStart[] = "start";
constexpr char kCommandStop[] = "stop";

// Second words of db
constexpr char kDataLoad[] = "load";
constexpr char kDataPrint[] = "print";
constexpr char kDataRepeat[] = "repeat";
constexpr char kDataDigest[] = "digest";

// Answers; {} stands for a value
constexpr char kAnswerReady[] = "m-ready";
constexpr char kAnswerModePerformance[] = "m-timestamp-mode-performance";
constexpr char kAnswerModeEnergy[] = "m-timestamp-mode-energy";
constexpr char kAnswerInitDone[] = "m-init-done";
constexpr char kAnswerName[] = "m-name-dut-[{}]";
constexpr char kAnswerBuild[] = "m-build-[{}]";
constexpr char kAnswerLap[] = "m-lap-us-{}";
constexpr char kAnswerProfile[] = "m-profile-[{}]";
constexpr char kAnswerModel[] = "m-model-[{}]";
constexpr char kAnswerReset[] = "m-reset-done";
constexpr char kAnswerExpecting[] = "m-[Expecting {} bytes]";
constexpr char kAnswerLoadDone[] = "m-load-done";
constexpr char kAnswerBaud[] = "m-baud-[{}]";
constexpr char kAnswerBuffer[] = "m-buffer-{}";
constexpr char kAnswerOutputs[] = "m-outputs-{}";
constexpr char kAnswerDigest[] = "m-digest-[{}]";
constexpr char kAnswerWarmupStart[] = "m-warmup-start-{}";
constexpr char kAnswerWarmupDone[] = "m-warmup-done";
constexpr char kAnswerInferStart[] = "m-infer-start-{}";
constexpr char kAnswerInferDone[] = "m-infer-done";
constexpr char kAnswerResults[] = "m-results-[{}]";
constexpr char kAnswerLayer[] = "m-layer-{}-{}";
constexpr char kAnswerLayers[] = "m-layers-{}-{}";
constexpr char kAnswerArena[] = "m-arena-[{}]";
constexpr char kAnswerStreamStarted[] = "m-stream-started";
constexpr char kAnswerStreamIdle[] = "m-stream-idle";
constexpr char kAnswerStreamStopped[] = "m-stream-stopped";
constexpr char kAnswerStreamHops[] = "m-stream-hops-{}";
constexpr char kAnswerStreamLate[] = "m-stream-late-{}";
constexpr char kAnswerActivations[] = "target activations:";

// Refusals
constexpr char kErrorUnknownCommand[] = "e-[Unknown command: {}]";
constexpr char kErrorEmptyCommand[] = "e-[Empty command]";
constexpr char kErrorCommandTooLong[] = "e-[Command is longer than {} characters]";
constexpr char kErrorTooManyArguments[] = "e-[Too many arguments for {}]";
constexpr char kErrorNotACount[] = "e-[Not a count from {} to {}: {}]";
constexpr char kErrorNoSubcommand[] = "e-[Command db requires a subcommand]";
constexpr char kErrorNoLoadSize[] = "e-[Command db load requires the number of bytes]";
constexpr char kErrorLoadTooLarge[] = "e-[Buffer holds {} bytes, not {}]";
constexpr char kErrorNoLoad[] = "e-[No load is under way]";
constexpr char kErrorNothingLoaded[] = "e-[Nothing is loaded]";
constexpr char kErrorOddDigits[] = "e-[Odd number of hex digits]";
constexpr char kErrorBadDigit[] = "e-[Not a hex digit: {}]";
constexpr char kErrorIncompleteInput[] = "e-[Input has {} of {} bytes]";
constexpr char kErrorWrongInputSize[] = "e-[Model takes {} bytes, loaded are {}]";
constexpr char kErrorNoResults[] = "e-[No inference was run]";
constexpr char kErrorNoModelId[] = "e-[Command select requires a model]";
constexpr char kErrorUnknownModel[] = "e-[Unknown model: {}]";
constexpr char kErrorNoBaud[] = "e-[Command baud requires a rate]";
constexpr char kErrorNoRates[] = "e-[This link has no baud rate]";
constexpr char kErrorWrongBaud[] = "e-[No divider within two percent; there is one for {}]";
constexpr char kErrorNoArena[] = "e-[Command arena requires a size]";
constexpr char kErrorModelFailed[] = "e-[The model fails: {}]";
constexpr char kErrorStreaming[] = "e-[Streaming is under way: stop it first]";
constexpr char kErrorNoStreamModel[] = "e-[The model {} takes no features of sound]";
constexpr char kErrorFault[] = "e-[Fault {} at {}, status {}]";

// What help answers, line by line
constexpr const char* kHelp[] = {
    "help: this text",
    "name: name of the device",
    "build: digest of this image",
    "timestamp: microseconds since start, or an edge on the sync pin",
    "profile: firmware profile and selected model",
    "db load N: expect N bytes of input",
    "db HEX: the next bytes of input",
    "db repeat: fill the rest of the input with what came, over and over",
    "db print: the loaded bytes",
    "db digest: CRC-32 and Adler-32 of these bytes",
    "infer [N=1] [W=10]: W inferences to warm up, then N timed ones",
    "results: what the last inference found",
    "outputs: the bytes of its output tensors",
    "digest: the same of the output bytes",
    "models: models of this image",
    "select ID: take another model",
    "reset: give the model its first state",
    "baud N: go on at N bits a second; back again unless a command comes at that rate",
};

// What it says besides in images for the streaming test
constexpr const char* kHelpStreaming[] = {
    "start: process sound as it comes",
    "stop: stop that; what the wake word's output was in each hop",
};

}  // namespace neurio::protocol
