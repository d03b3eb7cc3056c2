#include "bsp/stm32/pin.h"

#include "bsp/stm32/registers.h"

namespace neurio {
namespace {

constexpr uint32_t kModeOutput = 1;
constexpr uint32_t kModeAlternate = 2;
constexpr uint32_t kSpeedHigh = 2;
constexpr uint32_t kPullUp = 1;

// Replaces a field of `width` bits, the `index`-th of the register.
void write_nth(uintptr_t address, uint32_t index, uint32_t width, uint32_t value) {
    const uint32_t shift = index * width;
    write_field(address, ((1u << width) - 1) << shift, value << shift);
}

}  // namespace

void Pin::set_mode(uint32_t mode) const {
    write_nth(port().base + gpio::kSpeed, number_, 2, kSpeedHigh);
    write_nth(port().base + gpio::kMode, number_, 2, mode);
}

void Pin::make_output(bool high) const {
    port().enable();
    write(high);
    set_mode(kModeOutput);
}

void Pin::pull_up() const { write_nth(port().base + gpio::kPull, number_, 2, kPullUp); }

void Pin::make_alternate(uint32_t function) const {
    port().enable();
    write_nth(port().base + gpio::kAlternate + number_ / 8 * 4, number_ % 8, 4, function);
    set_mode(kModeAlternate);
}

}  // namespace neurio
