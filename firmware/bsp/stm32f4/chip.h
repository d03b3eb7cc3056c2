// What STM32F4 have of their own: UARTs of the first generation, and caches in front of the flash.
#pragma once

#include "bsp/stm32f4f7/peripherals.h"

namespace neurio::chip {

constexpr uint32_t kFlashInstructionCache = 1u << 9;
constexpr uint32_t kFlashDataCache = 1u << 10;
constexpr uint32_t kFlashAccelerator =
    flash::kAcrPrefetch | kFlashInstructionCache | kFlashDataCache;

constexpr Uart uart(uintptr_t base) { return uart_of(base, usart::kFirst); }

inline void enable_caches() {}

}  // namespace neurio::chip
