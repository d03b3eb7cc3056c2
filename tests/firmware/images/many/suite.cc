// One small model for each way in which inputs arrive and results are shown.
#include <string.h>

#include "harness/model.h"

namespace neurio {
namespace {

constexpr uint32_t kCodes = 16;
constexpr uint32_t kFloats = 8;

constexpr Port kInt8Port = {ElementType::kInt8, kCodes, 0.25f, -3};
constexpr Port kUint8Port = {ElementType::kUint8, kCodes, 0.25f, 100};
constexpr Port kInt16Port = {ElementType::kInt16, 2 * kCodes, 0.125f, 0};
constexpr Port kInt32Port = {ElementType::kInt32, 16, 0.0f, 0};
constexpr Port kFloatPort = {ElementType::kFloat32, 4 * kFloats, 0.0f, 0};
constexpr Port kTwoInputs[] = {{ElementType::kInt8, 3, 1.0f, 0}, {ElementType::kInt16, 4, 1.0f, 0}};
constexpr Port kTwoOutputs[] = {{ElementType::kInt16, 4, 1.0f, 0},
                                {ElementType::kInt8, 3, 1.0f, 0}};

void copy16(const void* const inputs[], void* const outputs[], uint8_t*) {
    memcpy(outputs[0], inputs[0], kCodes);
}

void copy32(const void* const inputs[], void* const outputs[], uint8_t*) {
    memcpy(outputs[0], inputs[0], 2 * kCodes);
}

void swap(const void* const inputs[], void* const outputs[], uint8_t*) {
    memcpy(outputs[0], inputs[1], 4);
    memcpy(outputs[1], inputs[0], 3);
}

// The arena holds how often the model ran since start; the output shows it.
void count(const void* const[], void* const outputs[], uint8_t* arena) {
    int32_t runs;
    memcpy(&runs, arena, sizeof(runs));
    ++runs;
    memcpy(arena, &runs, sizeof(runs));
    memset(outputs[0], 0, 16);
    memcpy(outputs[0], &runs, sizeof(runs));
}

// On a board, a loop of two instructions a turn: kTurns * 2 in all, and a few around it.
void spin(const void* const inputs[], void* const outputs[], uint8_t* arena) {
#ifdef __arm__
    uint32_t turns = 1000;
    __asm volatile(".syntax unified\n 1: subs %0, %0, #1\n bne 1b\n" : "+l"(turns) : : "cc");
#elif defined(__riscv)
    uint32_t turns = 1000;
    __asm volatile("1: addi %0, %0, -1\n bnez %0, 1b\n" : "+r"(turns));
#endif
    copy16(inputs, outputs, arena);
}

#if defined(__arm__) || defined(__riscv)
// Uses more stack than any board has.
[[gnu::noinline]] void dive(volatile uint8_t* above, uint32_t depth) {
    volatile uint8_t here[1024];
    here[0] = above[0];
    if (depth != 0) {
        dive(here, depth - 1);
    }
    above[0] = here[0];
}
#endif

void overflow(const void* const inputs[], void* const outputs[], uint8_t* arena) {
#if defined(__arm__) || defined(__riscv)
    volatile uint8_t top[1] = {0};
    dive(top, 100000);
#endif
    copy16(inputs, outputs, arena);
}

constexpr Model kAsIs = {
    "as-is", InputEncoding::kAsIs, ResultKind::kDequantised, 1, 1, &kInt8Port, &kInt8Port, 0,
    copy16};
constexpr Model kUnsignedInt8 = {"unsigned-int8",
                                 InputEncoding::kUnsigned8,
                                 ResultKind::kDequantised,
                                 1,
                                 1,
                                 &kInt8Port,
                                 &kInt8Port,
                                 0,
                                 copy16};
constexpr Model kUnsignedUint8 = {"unsigned-uint8",
                                  InputEncoding::kUnsigned8,
                                  ResultKind::kDequantised,
                                  1,
                                  1,
                                  &kUint8Port,
                                  &kUint8Port,
                                  0,
                                  copy16};
constexpr Model kTop1 = {
    "top1", InputEncoding::kAsIs, ResultKind::kTop1, 1, 1, &kInt8Port, &kInt8Port, 0, copy16};
constexpr Model kError = {"error",
                          InputEncoding::kFloat32,
                          ResultKind::kMeanSquaredError,
                          1,
                          1,
                          &kInt8Port,
                          &kInt8Port,
                          0,
                          copy16};
constexpr Model kError16 = {"error-int16",
                            InputEncoding::kFloat32,
                            ResultKind::kMeanSquaredError,
                            1,
                            1,
                            &kInt16Port,
                            &kInt16Port,
                            0,
                            copy32};
constexpr Model kFloat = {
    "float", InputEncoding::kAsIs, ResultKind::kDequantised, 1, 1, &kFloatPort, &kFloatPort, 0,
    copy32};
constexpr Model kTwo = {
    "two", InputEncoding::kAsIs, ResultKind::kDequantised, 2, 2, kTwoInputs, kTwoOutputs, 0, swap};
constexpr Model kCount = {
    "count", InputEncoding::kAsIs, ResultKind::kDequantised, 1, 1, &kInt8Port, &kInt32Port, 4,
    count};
constexpr Model kSpin = {
    "spin", InputEncoding::kAsIs, ResultKind::kDequantised, 1, 1, &kInt8Port, &kInt8Port, 0, spin};
constexpr Model kOverflow = {
    "overflow", InputEncoding::kAsIs, ResultKind::kDequantised, 1, 1, &kInt8Port, &kInt8Port, 0,
    overflow};

constexpr const Model* kModels[] = {&kAsIs,  &kUnsignedInt8, &kUnsignedUint8, &kTop1,
                                    &kError, &kError16,      &kFloat,         &kTwo,
                                    &kCount, &kSpin,         &kOverflow};

uint8_t buffer[64];
alignas(16) uint8_t inputs[64];
alignas(16) uint8_t outputs[64];
alignas(16) uint8_t arena[16];

}  // namespace

const Suite kSuite = {kModels, sizeof(kModels) / sizeof(kModels[0]),
                      buffer,  sizeof(buffer),
                      inputs,  sizeof(inputs),
                      outputs, sizeof(outputs),
                      arena,   sizeof(arena)};

}  // namespace neurio
