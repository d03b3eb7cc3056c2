// The PLL of 480 MHz: its analogue settings for a crystal of 40 MHz, which both chips have in
// common.
#pragma once

#include "bsp/esp32/registers.h"

namespace neurio::pll {

inline void configure(uint8_t current) {
    constexpr uint8_t kChargePump = 5;
    analog::write_field(analog::kPll, analog::kPllReference, 7, 0, kChargePump << 4);
    analog::write_field(analog::kPll, analog::kPllMultiplier, 7, 0, 8);
    analog::write_field(analog::kPll, analog::kPllLoop, 2, 0, 0);
    analog::write_field(analog::kPll, analog::kPllLoop, 6, 4, 0);
    analog::write_field(analog::kPll, analog::kPllCurrent, 7, 0, current);
    analog::write_field(analog::kPll, analog::kPllBias, 1, 0, 2);
}

}  // namespace neurio::pll
