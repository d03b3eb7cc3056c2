// What STM32H742, H743 and H753 of revisions X and V have of their own: reference manual RM0433.
#pragma once

#include <stdint.h>

#include "board.h"
#include "bsp/stm32/registers.h"
#include "bsp/stm32h7/clock_registers.h"

namespace neurio::chip {
constexpr uint32_t kPllP = 2;
constexpr uint32_t kAhbDivider = 2;
constexpr uint32_t kMostVcoHz = 960000000;
constexpr uint32_t kSupply = 1u << 1;  // the LDO alone (LDOEN of PWR_CR3)
}  // namespace neurio::chip

#include "bsp/stm32h7/peripherals.h"

namespace neurio {

// Microcontroller debug unit (DBGMCU): which chip this is
namespace dbgmcu {
constexpr uintptr_t kIdc = 0x5C001000;
constexpr uint32_t kRevisionShift = 16;
constexpr uint32_t kRevisionX = 0x2001;  // as fast as V, which is 0x2003 (AN5312); Y is 0x1003
}  // namespace dbgmcu

// System configuration controller (SYSCFG)
namespace syscfg {
constexpr uintptr_t kBase = 0x58000400;
constexpr uintptr_t kPwrcr = kBase + 0x2C;
constexpr uint32_t kPwrcrOverdrive = 1u << 0;  // ODEN: from scale 1 to scale 0
}  // namespace syscfg

namespace chip {

constexpr Peripheral kSystemConfiguration{syscfg::kBase, rcc::kApb4enr, 1u << 1};

// Older chips reach neither this clock's voltage nor its PLL: better silent than beyond their
// limits.
inline void require_revision() {
    while (register32(dbgmcu::kIdc) >> dbgmcu::kRevisionShift < dbgmcu::kRevisionX) {
    }
}

// Scale 0, which more than 400 MHz need, is scale 1 with overdrive (PWR, "Voltage scaling").
inline void raise_voltage() {
    constexpr uint32_t kScale1 = 3u << 14;
    constexpr uint32_t kScale1Hz = 400000000;
    write_field(pwr::kScale, pwr::kScaleVos, kScale1);
    wait_for_bits(pwr::kScale, pwr::kScaleReady, pwr::kScaleReady);
    if (board::kClockHz > kScale1Hz) {
        kSystemConfiguration.enable();
        set_bits(syscfg::kPwrcr, syscfg::kPwrcrOverdrive);
        [[maybe_unused]] const uint32_t arrived = register32(syscfg::kPwrcr);
        wait_for_bits(pwr::kScale, pwr::kScaleReady, pwr::kScaleReady);
    }
}

}  // namespace chip
}  // namespace neurio
