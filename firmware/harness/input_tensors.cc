#include "harness/input_tensors.h"

#include <string.h>

#include "harness/ports.h"

namespace neurio {
namespace {

void load_unsigned(const Port& port, const uint8_t* bytes, uint8_t* tensor) {
    // value - 128 of an unsigned byte is the same byte with its highest bit turned
    const uint8_t turned = port.type == ElementType::kInt8 ? 0x80 : 0x00;
    for (uint32_t i = 0; i < port.bytes; ++i) {
        tensor[i] = bytes[i] ^ turned;
    }
}

void load_floats(const Port& port, const uint8_t* bytes, uint8_t* tensor) {
    for (uint32_t i = 0; i < element_count(port); ++i) {
        float real;
        memcpy(&real, bytes + i * sizeof(real), sizeof(real));
        write_code(port, tensor, i, quantise(port, real));
    }
}

// Any byte but 0 is true: a bool of another value would have no meaning.
void load_bools(const Port& port, const uint8_t* bytes, uint8_t* tensor) {
    for (uint32_t i = 0; i < port.bytes; ++i) {
        tensor[i] = bytes[i] != 0 ? 1 : 0;
    }
}

}  // namespace

void load_input_tensors(const Model& model, const uint8_t* bytes, uint8_t* tensors) {
    for (uint32_t i = 0; i < model.input_count; ++i) {
        const Port& port = model.inputs[i];
        uint32_t consumed = port.bytes;
        if (model.encoding == InputEncoding::kUnsigned8) {
            load_unsigned(port, bytes, tensors);
        } else if (port.type == ElementType::kBool) {
            load_bools(port, bytes, tensors);
        } else if (model.encoding == InputEncoding::kFloat32 &&
                   port.type != ElementType::kFloat32) {
            load_floats(port, bytes, tensors);
            consumed = element_count(port) * sizeof(float);
        } else {
            memcpy(tensors, bytes, port.bytes);
        }
        bytes += consumed;
        tensors += port_stride(port);
    }
}

}  // namespace neurio
