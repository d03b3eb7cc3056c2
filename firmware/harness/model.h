// What the harness knows of a model: the one interface between generated code and firmware.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace neurio {

enum class ElementType : uint8_t { kInt8, kUint8, kInt16, kInt32, kFloat32, kBool };

// An input or output. real = scale * (code - zero_point); scale is 0 where a tensor is not
// quantised.
struct Port {
    ElementType type;
    uint32_t bytes;
    float scale;
    int32_t zero_point;
};

// How the bytes that the host loads become the input tensor.
enum class InputEncoding : uint8_t {
    kAsIs,       // the tensor's own bytes, all inputs one behind the other
    kUnsigned8,  // unsigned bytes; an int8 tensor takes value - 128
    kFloat32,    // little-endian float32, quantised on the device
};

// What the results line shows.
enum class ResultKind : uint8_t {
    kDequantised,       // all outputs
    kMeanSquaredError,  // one number: between dequantised output and the float input that was
                        // loaded
    kTop1,              // the index of the largest output
};

// Most inputs, and most outputs, a model may have.
constexpr size_t kMaxPorts = 16;

struct Model {
    const char* id;
    InputEncoding encoding;
    ResultKind result;
    uint8_t input_count;
    uint8_t output_count;
    const Port* inputs;
    const Port* outputs;
    uint32_t arena_bytes;
    // Reads the inputs, never writes them; may use arena_bytes at `arena`, and changes the
    // state_bytes behind them. All pointers are 16-byte aligned.
    void (*infer)(const void* const inputs[], void* const outputs[], uint8_t* arena);
    // What the model keeps from one inference to the next, and how that begins anew; null where
    // it keeps nothing.
    uint32_t state_bytes = 0;
    void (*reset)(uint8_t* arena) = nullptr;
    // Sets an interpreter up in `bytes` of the arena: how many it uses, or 0 where it cannot, with
    // the reason told by `fail`. Called before the first inference, and anew whenever another model
    // has had the arena. Null where there is nothing to set up.
    uint32_t (*prepare)(uint8_t* arena, uint32_t bytes) = nullptr;
};

// Called by a model that cannot go on: commands that need it are refused with the reason, a text
// that stays.
void fail(const char* reason);

// The image's memory and models, defined by the generated suite.cc. The host's bytes go to
// `buffer`; `arena` holds the arena and the state of the selected model; inputs and outputs of the
// selected model lie one behind the other, each 16-byte aligned.
struct Suite {
    const Model* const* models;
    size_t model_count;
    uint8_t* buffer;
    size_t buffer_bytes;
    uint8_t* inputs;
    size_t inputs_bytes;
    uint8_t* outputs;
    size_t outputs_bytes;
    uint8_t* arena;
    size_t arena_bytes;
};

extern const Suite kSuite;

}  // namespace neurio
