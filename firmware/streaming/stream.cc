#include "streaming/stream.h"

#include <string.h>

#include "streaming/front_end.h"
#include "streaming/sound.h"

namespace neurio {
namespace {

using front_end::kBands;

static_assert(sound::kHop == front_end::kHop, "Features and sound disagree about a hop");

// Above it, the wake word was heard.
constexpr int8_t kThreshold = 115;
// Those of 21 minutes.
constexpr uint32_t kKeptActivations = 40000;
int8_t kept[kKeptActivations];
FrontEnd front_end_of_stream;  // larger than the stack

// The code of a feature, cut off toward zero as in the reference, and saturated.
int8_t code_of(const Port& port, float feature) {
    const float code = feature / port.scale + static_cast<float>(port.zero_point);
    return code < -128.0f  ? int8_t{-128}
           : code > 127.0f ? int8_t{127}
                           : static_cast<int8_t>(static_cast<int32_t>(code));
}

}  // namespace

bool Stream::suits(const Model& model) {
    return model.input_count == 1 && model.inputs[0].type == ElementType::kInt8 &&
           model.inputs[0].scale > 0.0f && model.inputs[0].bytes % kBands == 0 &&
           model.output_count == 1 && model.outputs[0].type == ElementType::kInt8;
}

void Stream::start(Engine* engine) {
    engine_ = engine;
    hops_ = 0;
    late_ = 0;
    front_end_of_stream.reset();
    engine->reset();
    memset(kSuite.inputs, 0, engine->model().inputs[0].bytes);
    running_ = true;
    sound::start();
}

void Stream::stop() {
    sound::stop();
    running_ = false;
}

void Stream::listen() {
    if (!running_) {
        return;
    }
    bool late = false;
    const int16_t* hop = sound::take(&late);
    if (hop == nullptr) {
        return;
    }
    sound::set_processing_pin(true);
    process(hop);
    sound::set_processing_pin(false);
    late_ += late ? 1 : 0;
}

// The first hop is marked like a detection: that is where the host's clock begins.
void Stream::process(const int16_t* hop) {
    float features[kBands];
    front_end_of_stream.take(hop, features);
    const Port& port = engine_->model().inputs[0];
    uint8_t* newest = kSuite.inputs + port.bytes - kBands;
    memmove(kSuite.inputs, kSuite.inputs + kBands, port.bytes - kBands);
    for (uint32_t band = 0; band != kBands; ++band) {
        newest[band] = static_cast<uint8_t>(code_of(port, features[band]));
    }
    engine_->run(1);
    const int8_t activation = static_cast<int8_t>(kSuite.outputs[0]);
    if (hops_ == 0 || activation > kThreshold) {
        sound::pulse_detected_pin();
    }
    if (hops_ < kKeptActivations) {
        kept[hops_] = activation;
    }
    ++hops_;
}

const int8_t* Stream::activations() const { return kept; }

uint32_t Stream::activation_count() const {
    return hops_ < kKeptActivations ? hops_ : kKeptActivations;
}

}  // namespace neurio
