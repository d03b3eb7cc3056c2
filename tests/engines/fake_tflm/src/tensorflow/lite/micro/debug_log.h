#pragma once

#include <stdarg.h>

extern "C" void DebugLog(const char* format, va_list args);
