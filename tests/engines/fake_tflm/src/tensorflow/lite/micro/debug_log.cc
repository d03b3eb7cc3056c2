// A library brings a console of its own; generated code must take its place.
#include "tensorflow/lite/micro/debug_log.h"

#include <stdio.h>

extern "C" void DebugLog(const char* format, va_list args) { vfprintf(stderr, format, args); }
