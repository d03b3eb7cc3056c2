// Inputs and outputs of a model: sizes, places, elements.
#pragma once

#include <stdint.h>

#include "harness/model.h"

namespace neurio {

// Bytes of one element.
uint32_t element_bytes(ElementType type);

// Elements of a port.
inline uint32_t element_count(const Port& port) { return port.bytes / element_bytes(port.type); }

// Where the next port begins: ports lie one behind the other, each 16-byte aligned.
inline uint32_t port_stride(const Port& port) { return (port.bytes + 15u) & ~15u; }

// Bytes the host loads for an inference of `model`.
uint32_t host_bytes(const Model& model);

// An element of an integer port as it is stored.
int32_t read_code(const Port& port, const uint8_t* data, uint32_t index);

// An element's real value: dequantised where the port is quantised.
float read_real(const Port& port, const uint8_t* data, uint32_t index);

// The code of a quantised port that is nearest to `real`, saturated; ties round away from zero.
int32_t quantise(const Port& port, float real);

// Stores the low bytes of `code` as an element of an integer port.
void write_code(const Port& port, uint8_t* data, uint32_t index, int32_t code);

}  // namespace neurio
