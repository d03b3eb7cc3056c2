// Operators by their numbers in the schema. There are two, and both copy.
#pragma once

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/compatibility.h"

namespace tflite {

class MicroOpResolver {
  public:
    virtual ~MicroOpResolver() {}
    virtual bool Has(int builtin) const = 0;
};

template <unsigned int kMost>
class MicroMutableOpResolver : public MicroOpResolver {
    TF_LITE_REMOVE_VIRTUAL_DELETE
  public:
    TfLiteStatus AddRelu() { return Add(19); }
    TfLiteStatus AddReshape() { return Add(22); }

    bool Has(int builtin) const override {
        for (unsigned int i = 0; i < count_; ++i) {
            if (builtins_[i] == builtin) {
                return true;
            }
        }
        return false;
    }

  private:
    TfLiteStatus Add(int builtin) {
        if (count_ == kMost) {
            return kTfLiteError;
        }
        builtins_[count_++] = builtin;
        return kTfLiteOk;
    }

    int builtins_[kMost];
    unsigned int count_ = 0;
};

}  // namespace tflite
