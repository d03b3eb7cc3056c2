// The part of TensorFlow Lite Micro's C types that callers of an interpreter see.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum TfLiteStatus { kTfLiteOk = 0, kTfLiteError = 1 };

#ifndef TF_LITE_STATIC_MEMORY
#error "generated code and library must agree on the layout of tensors"
#endif

struct TfLiteTensor {
    union {
        char* raw;
        void* data;
    } data;
    size_t bytes;
};
