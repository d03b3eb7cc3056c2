// The streaming wake word: features of sound as it comes, an inference for each hop.
#pragma once

#include <stdint.h>

#include "harness/engine.h"

namespace neurio {

class Stream {
  public:
    bool running() const { return running_; }

    // Whether a model takes rows of features and tells the wake word by its first output.
    static bool suits(const Model& model);

    // Begins to listen, for the model that `engine` has selected and that suits.
    void start(Engine* engine);
    void stop();

    // Processes the next hop if it has come.
    void listen();

    // Since the start: hops, and those that were late: parts of them were overwritten.
    uint32_t hops() const { return hops_; }
    uint32_t late() const { return late_; }

    // Codes of the wake word's output, one a hop, as many as were kept.
    const int8_t* activations() const;
    uint32_t activation_count() const;

  private:
    void process(const int16_t* hop);

    Engine* engine_ = nullptr;
    bool running_ = false;
    uint32_t hops_ = 0;
    uint32_t late_ = 0;
};

}  // namespace neurio
