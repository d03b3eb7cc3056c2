// What STM32H7A3 and H7B3 in packages with a step-down converter (SMPS) have of their own:
// reference manual RM0455. On their boards the converter supplies the core directly, and the LDO is
// off: a choice that is made once after power-on, and that the board's wiring has to match.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"
#include "bsp/stm32h7/clock_registers.h"

namespace neurio::chip {
constexpr uint32_t kPllP = 1;
constexpr uint32_t kAhbDivider = 1;  // AXI and AHB keep up with the core
constexpr uint32_t kMostVcoHz = 560000000;
constexpr uint32_t kSupply = 1u << 2;  // the converter alone (SMPSEN of PWR_CR3)
}  // namespace neurio::chip

#include "bsp/stm32h7/peripherals.h"

namespace neurio::chip {

inline void require_revision() {}

// The highest clock wants the highest scale, which is one of four here (PWR, "Voltage scaling").
inline void raise_voltage() {
    constexpr uint32_t kScale0 = 3u << 14;
    write_field(pwr::kScale, pwr::kScaleVos, kScale0);
    wait_for_bits(pwr::kScale, pwr::kScaleReady, pwr::kScaleReady);
}

}  // namespace neurio::chip
