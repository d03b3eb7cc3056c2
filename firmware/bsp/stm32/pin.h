// Pins, by port letter and number.
#pragma once

#include <stdint.h>

#include "bsp/stm32/registers.h"
#include "chip.h"

namespace neurio {

class Pin {
  public:
    constexpr Pin(char port, uint32_t number)
        : port_(static_cast<uint32_t>(port - 'A')), number_(number) {}

    // Push-pull output, at that level from the first moment.
    void make_output(bool high = true) const;
    // Connects the pin to the peripheral with that number in the data sheet's table.
    void make_alternate(uint32_t function) const;
    // Keeps an input that nobody drives high; for pins whose port has its clock.
    void pull_up() const;
    void write(bool high) const {
        register32(port().base + gpio::kSetReset) = high ? 1u << number_ : 1u << (number_ + 16);
    }

  private:
    constexpr Peripheral port() const {
        return {chip::kGpioBase + port_ * gpio::kPortStride, chip::kGpioEnable, 1u << port_};
    }
    void set_mode(uint32_t mode) const;

    uint32_t port_;
    uint32_t number_;
};

}  // namespace neurio
