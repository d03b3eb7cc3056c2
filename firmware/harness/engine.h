// Running the selected model of the image.
#pragma once

#include <stdint.h>

#include "harness/model.h"

namespace neurio {

class Engine {
  public:
    explicit Engine(const Model& model) { select(model); }

    const Model& model() const { return *model_; }
    // Whether there are outputs of the model that is selected.
    bool has_outputs() const { return has_outputs_; }

    // Makes `model` the one that runs, from its initial state; outputs of another are forgotten.
    void select(const Model& model);

    // Gives the model its initial state; nothing to do where it has none.
    void reset();

    // Sets the model up in `bytes` of the arena: how many it uses. False where it cannot.
    bool prepare(uint32_t bytes, uint32_t* used);

    // Why the model cannot run, null where it can.
    const char* failure() const;

    // Fills the input tensors from host_bytes() bytes.
    void load(const uint8_t* bytes);

    // Runs `count` inferences. Only this loop stands between the marks of a timed window.
    void run(uint32_t count);

  private:
    const Model* model_ = nullptr;
    bool has_outputs_ = false;
    const void* inputs_[kMaxPorts];
    void* outputs_[kMaxPorts];
};

}  // namespace neurio
