#include "harness/ports.h"

#include <string.h>

namespace neurio {
namespace {

struct Range {
    int32_t low;
    int32_t high;
};

Range code_range(ElementType type) {
    switch (type) {
        case ElementType::kInt8:
            return {INT8_MIN, INT8_MAX};
        case ElementType::kUint8:
            return {0, UINT8_MAX};
        case ElementType::kInt16:
            return {INT16_MIN, INT16_MAX};
        default:
            return {INT32_MIN, INT32_MAX};
    }
}

template <typename T>
T read_element(const uint8_t* data, uint32_t index) {
    T value;
    memcpy(&value, data + index * sizeof(T), sizeof(T));
    return value;
}

}  // namespace

uint32_t element_bytes(ElementType type) {
    switch (type) {
        case ElementType::kInt8:
        case ElementType::kUint8:
        case ElementType::kBool:
            return 1;
        case ElementType::kInt16:
            return 2;
        default:
            return 4;
    }
}

uint32_t host_bytes(const Model& model) {
    uint32_t bytes = 0;
    for (uint32_t i = 0; i < model.input_count; ++i) {
        const Port& port = model.inputs[i];
        const bool floats = model.encoding == InputEncoding::kFloat32;
        bytes += floats ? element_count(port) * sizeof(float) : port.bytes;
    }
    return bytes;
}

int32_t read_code(const Port& port, const uint8_t* data, uint32_t index) {
    switch (port.type) {
        case ElementType::kInt8:
            return read_element<int8_t>(data, index);
        case ElementType::kUint8:
        case ElementType::kBool:
            return read_element<uint8_t>(data, index);
        case ElementType::kInt16:
            return read_element<int16_t>(data, index);
        default:
            return read_element<int32_t>(data, index);
    }
}

float read_real(const Port& port, const uint8_t* data, uint32_t index) {
    if (port.type == ElementType::kFloat32) {
        return read_element<float>(data, index);
    }
    const int32_t code = read_code(port, data, index);
    return port.scale == 0.0f ? static_cast<float>(code)
                              : port.scale * static_cast<float>(code - port.zero_point);
}

int32_t quantise(const Port& port, float real) {
    const Range range = code_range(port.type);
    const float steps = real / port.scale;
    // Beyond these the conversion to an integer would be undefined; every code is within them.
    constexpr float kLimit = 1073741824.0f;
    if (!(steps > -kLimit)) {
        return steps <= -kLimit ? range.low : port.zero_point;  // not a number: as for zero
    }
    if (steps >= kLimit) {
        return range.high;
    }
    int32_t rounded = static_cast<int32_t>(steps);
    const float rest = steps - static_cast<float>(rounded);
    rounded += rest >= 0.5f ? 1 : (rest <= -0.5f ? -1 : 0);
    const int32_t code = rounded + port.zero_point;
    return code < range.low ? range.low : (code > range.high ? range.high : code);
}

void write_code(const Port& port, uint8_t* data, uint32_t index, int32_t code) {
    const uint32_t size = element_bytes(port.type);
    memcpy(data + index * size, &code, size);  // little-endian, as all targets are
}

}  // namespace neurio
