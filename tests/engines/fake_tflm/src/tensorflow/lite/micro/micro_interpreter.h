#pragma once

#include <stddef.h>
#include <stdint.h>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

class MicroResourceVariables;

// Runs models whose operators all copy. Tensors lie in the arena, each 16-byte aligned, behind the
// interpreter's own table of them.
class MicroInterpreter {
  public:
    MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver, uint8_t* tensor_arena,
                     size_t tensor_arena_size, MicroResourceVariables* resource_variables = nullptr,
                     MicroProfilerInterface* profiler = nullptr, bool preserve_all_tensors = false);

    TfLiteStatus AllocateTensors();
    TfLiteStatus Invoke();
    TfLiteTensor* input(size_t index);
    TfLiteTensor* output(size_t index);
    size_t arena_used_bytes() const { return used_; }

  private:
    void* Allocate(size_t bytes);

    const uint8_t* subgraph_;
    const uint8_t* codes_;
    const MicroOpResolver& resolver_;
    uint8_t* arena_;
    size_t size_;
    size_t used_ = 0;
    MicroProfilerInterface* profiler_;
    TfLiteTensor* tensors_ = nullptr;
};

}  // namespace tflite
