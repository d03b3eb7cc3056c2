// What STM32F7 have of their own: UARTs of the second generation, and the caches of the core. The
// flash is read over AXI, which its own accelerator does not serve.
#pragma once

#include "bsp/cortex_m/caches.h"
#include "bsp/stm32f4f7/peripherals.h"

namespace neurio::chip {

constexpr uint32_t kFlashAccelerator = 0;

constexpr Uart uart(uintptr_t base) { return uart_of(base, usart::kSecond); }

inline void enable_caches() { caches::enable(); }

}  // namespace neurio::chip
