#include "harness/results.h"

#include <string.h>

#include "harness/decimal.h"
#include "harness/ports.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

namespace neurio {
namespace {

void print_dequantised(const Model& model, const uint8_t* outputs) {
    for (uint32_t i = 0; i < model.output_count; ++i) {
        const Port& port = model.outputs[i];
        for (uint32_t k = 0; k < element_count(port); ++k) {
            if (i + k != 0) {
                print(',');
            }
            print_three_decimals(read_real(port, outputs, k));
        }
        outputs += port_stride(port);
    }
}

uint32_t largest(const Port& port, const uint8_t* output) {
    uint32_t best = 0;
    for (uint32_t k = 1; k < element_count(port); ++k) {
        const bool greater = port.type == ElementType::kFloat32
                                 ? read_real(port, output, k) > read_real(port, output, best)
                                 : read_code(port, output, k) > read_code(port, output, best);
        best = greater ? k : best;
    }
    return best;
}

}  // namespace

// Single precision and this order of summing are the reference's.
float mean_squared_error(const Model& model, const uint8_t* loaded, const uint8_t* output) {
    const Port& port = model.outputs[0];
    const uint32_t loaded_floats = host_bytes(model) / sizeof(float);
    const uint32_t produced = element_count(port);
    const uint32_t elements = produced < loaded_floats ? produced : loaded_floats;
    float sum = 0.0f;
    for (uint32_t k = 0; k < elements; ++k) {
        float input;
        memcpy(&input, loaded + k * sizeof(input), sizeof(input));
        const float difference = read_real(port, output, k) - input;
        sum += difference * difference;
    }
    return sum / static_cast<float>(elements);
}

void print_results(const Model& model, const uint8_t* outputs, float error) {
    print_before(protocol::kAnswerResults);
    switch (model.result) {
        case ResultKind::kDequantised:
            print_dequantised(model, outputs);
            break;
        case ResultKind::kMeanSquaredError:
            print_three_decimals(error);
            break;
        case ResultKind::kTop1:
            print_decimal(largest(model.outputs[0], outputs));
            break;
    }
    print_after(protocol::kAnswerResults);
    end_line();
}

void print_outputs(const Model& model, const uint8_t* outputs) {
    HexLines lines(protocol::kAnswerOutputs);
    for (uint32_t i = 0; i < model.output_count; ++i) {
        for (uint32_t k = 0; k < model.outputs[i].bytes; ++k) {
            lines.add(outputs[k]);
        }
        outputs += port_stride(model.outputs[i]);
    }
    lines.end();
}

}  // namespace neurio
