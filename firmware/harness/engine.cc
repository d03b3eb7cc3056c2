#include "harness/engine.h"

#include "harness/input_tensors.h"
#include "harness/ports.h"

namespace neurio {
namespace {

const char* failed_by = nullptr;

}  // namespace

void fail(const char* reason) { failed_by = reason; }

void Engine::select(const Model& model) {
    model_ = &model;
    has_outputs_ = false;
    uint8_t* tensor = kSuite.inputs;
    for (uint32_t i = 0; i < model.input_count; ++i) {
        inputs_[i] = tensor;
        tensor += port_stride(model.inputs[i]);
    }
    tensor = kSuite.outputs;
    for (uint32_t i = 0; i < model.output_count; ++i) {
        outputs_[i] = tensor;
        tensor += port_stride(model.outputs[i]);
    }
    uint32_t used;
    prepare(model.arena_bytes, &used);
    reset();
}

void Engine::reset() {
    if (model_->reset != nullptr) {
        model_->reset(kSuite.arena);
    }
}

bool Engine::prepare(uint32_t bytes, uint32_t* used) {
    failed_by = nullptr;
    *used = model_->prepare == nullptr ? bytes : model_->prepare(kSuite.arena, bytes);
    return failed_by == nullptr;
}

const char* Engine::failure() const { return failed_by; }

void Engine::load(const uint8_t* bytes) { load_input_tensors(*model_, bytes, kSuite.inputs); }

void Engine::run(uint32_t count) {
    for (; count != 0; --count) {
        model_->infer(inputs_, outputs_, kSuite.arena);
        has_outputs_ = true;
    }
}

}  // namespace neurio
