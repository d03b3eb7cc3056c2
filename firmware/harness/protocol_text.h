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
inline constexpr char kProfileName[] = "ULPMark for tinyML Firmware V0.0.1";
inline constexpr char kVendor[] = "neurio-gen";

// First words of commands
inline constexpr char kCommandName[] = "name";
inline constexpr char kCommandBuild[] = "build";
inline constexpr char kCommandTimestamp[] = "timestamp";
inline constexpr char kCommandProfile[] = "profile";
inline constexpr char kCommandHelp[] = "help";
inline constexpr char kCommandData[] = "db";
inline constexpr char kCommandInfer[] = "infer";
inline constexpr char kCommandResults[] = "results";
inline constexpr char kCommandOutputs[] = "outputs";
inline constexpr char kCommandDigest[] = "digest";
inline constexpr char kCommandModels[] = "models";
inline constexpr char kCommandSelect[] = "select";
inline constexpr char kCommandReset[] = "reset";
inline constexpr char kCommandBaud[] = "baud";
inline constexpr char kCommandLayers[] = "layers";
inline constexpr char kCommandArena[] = "arena";
inline constexpr char kCommandStart[] = "start";
inline constexpr char kCommandStop[] = "stop";

// Second words of db
inline constexpr char kDataLoad[] = "load";
inline constexpr char kDataPrint[] = "print";
inline constexpr char kDataRepeat[] = "repeat";
inline constexpr char kDataDigest[] = "digest";

// Answers; {} stands for a value
inline constexpr char kAnswerReady[] = "m-ready";
inline constexpr char kAnswerModePerformance[] = "m-timestamp-mode-performance";
inline constexpr char kAnswerModeEnergy[] = "m-timestamp-mode-energy";
inline constexpr char kAnswerInitDone[] = "m-init-done";
inline constexpr char kAnswerName[] = "m-name-dut-[{}]";
inline constexpr char kAnswerBuild[] = "m-build-[{}]";
inline constexpr char kAnswerLap[] = "m-lap-us-{}";
inline constexpr char kAnswerProfile[] = "m-profile-[{}]";
inline constexpr char kAnswerModel[] = "m-model-[{}]";
inline constexpr char kAnswerReset[] = "m-reset-done";
inline constexpr char kAnswerExpecting[] = "m-[Expecting {} bytes]";
inline constexpr char kAnswerLoadDone[] = "m-load-done";
inline constexpr char kAnswerBaud[] = "m-baud-[{}]";
inline constexpr char kAnswerBuffer[] = "m-buffer-{}";
inline constexpr char kAnswerOutputs[] = "m-outputs-{}";
inline constexpr char kAnswerDigest[] = "m-digest-[{}]";
inline constexpr char kAnswerWarmupStart[] = "m-warmup-start-{}";
inline constexpr char kAnswerWarmupDone[] = "m-warmup-done";
inline constexpr char kAnswerInferStart[] = "m-infer-start-{}";
inline constexpr char kAnswerInferDone[] = "m-infer-done";
inline constexpr char kAnswerResults[] = "m-results-[{}]";
inline constexpr char kAnswerLayer[] = "m-layer-{}-{}";
inline constexpr char kAnswerLayers[] = "m-layers-{}-{}";
inline constexpr char kAnswerArena[] = "m-arena-[{}]";
inline constexpr char kAnswerStreamStarted[] = "m-stream-started";
inline constexpr char kAnswerStreamIdle[] = "m-stream-idle";
inline constexpr char kAnswerStreamStopped[] = "m-stream-stopped";
inline constexpr char kAnswerStreamHops[] = "m-stream-hops-{}";
inline constexpr char kAnswerStreamLate[] = "m-stream-late-{}";
inline constexpr char kAnswerActivations[] = "target activations:";

// Refusals
inline constexpr char kErrorUnknownCommand[] = "e-[Unknown command: {}]";
inline constexpr char kErrorEmptyCommand[] = "e-[Empty command]";
inline constexpr char kErrorCommandTooLong[] = "e-[Command is longer than {} characters]";
inline constexpr char kErrorTooManyArguments[] = "e-[Too many arguments for {}]";
inline constexpr char kErrorNotACount[] = "e-[Not a count from {} to {}: {}]";
inline constexpr char kErrorNoSubcommand[] = "e-[Command db requires a subcommand]";
inline constexpr char kErrorNoLoadSize[] = "e-[Command db load requires the number of bytes]";
inline constexpr char kErrorLoadTooLarge[] = "e-[Buffer holds {} bytes, not {}]";
inline constexpr char kErrorNoLoad[] = "e-[No load is under way]";
inline constexpr char kErrorNothingLoaded[] = "e-[Nothing is loaded]";
inline constexpr char kErrorOddDigits[] = "e-[Odd number of hex digits]";
inline constexpr char kErrorBadDigit[] = "e-[Not a hex digit: {}]";
inline constexpr char kErrorIncompleteInput[] = "e-[Input has {} of {} bytes]";
inline constexpr char kErrorWrongInputSize[] = "e-[Model takes {} bytes, loaded are {}]";
inline constexpr char kErrorNoResults[] = "e-[No inference was run]";
inline constexpr char kErrorNoModelId[] = "e-[Command select requires a model]";
inline constexpr char kErrorUnknownModel[] = "e-[Unknown model: {}]";
inline constexpr char kErrorNoBaud[] = "e-[Command baud requires a rate]";
inline constexpr char kErrorNoRates[] = "e-[This link has no baud rate]";
inline constexpr char kErrorWrongBaud[] = "e-[No divider within two percent; there is one for {}]";
inline constexpr char kErrorNoArena[] = "e-[Command arena requires a size]";
inline constexpr char kErrorModelFailed[] = "e-[The model fails: {}]";
inline constexpr char kErrorStreaming[] = "e-[Streaming is under way: stop it first]";
inline constexpr char kErrorNoStreamModel[] = "e-[The model {} takes no features of sound]";
inline constexpr char kErrorFault[] = "e-[Fault {} at {}, status {}]";

// What help answers, line by line
inline constexpr const char* kHelp[] = {
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
    "baud N: go on at N bits per second; back again unless a command comes at that rate",
};

// What it says besides in images for the streaming test
inline constexpr const char* kHelpStreaming[] = {
    "start: process sound as it comes",
    "stop: stop that; what the wake word's output was in each hop",
};

}  // namespace neurio::protocol
