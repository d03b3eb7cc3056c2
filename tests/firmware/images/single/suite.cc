// One model, as in an image of one benchmark: the eight output codes are the input codes negated.
#include "harness/model.h"

namespace neurio {
namespace {

constexpr uint32_t kElements = 8;
constexpr Port kInput = {ElementType::kInt8, kElements, 0.5f, 0};
constexpr Port kOutput = {ElementType::kInt8, kElements, 0.00390625f, -128};

void infer(const void* const inputs[], void* const outputs[], uint8_t*) {
    const int8_t* input = static_cast<const int8_t*>(inputs[0]);
    int8_t* output = static_cast<int8_t*>(outputs[0]);
    for (uint32_t i = 0; i < kElements; ++i) {
        output[i] = static_cast<int8_t>(-1 - input[i]);
    }
}

constexpr Model kNegate = {
    "negate", InputEncoding::kUnsigned8, ResultKind::kDequantised, 1, 1, &kInput, &kOutput, 0,
    infer};
constexpr const Model* kModels[] = {&kNegate};

uint8_t buffer[16];
alignas(16) uint8_t inputs[16];
alignas(16) uint8_t outputs[16];

}  // namespace

const Suite kSuite = {kModels,        1,       buffer,          sizeof(buffer), inputs,
                      sizeof(inputs), outputs, sizeof(outputs), nullptr,        0};

}  // namespace neurio
