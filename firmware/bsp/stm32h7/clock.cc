#include "bsp/stm32/clock.h"

#include "board.h"
#include "bsp/cortex_m/caches.h"
#include "chip.h"

// HSE (8 MHz from the debug probe) * N = VCO; VCO / P = SYSCLK, the core's clock. AXI and AHB run
// at it or at half of it, the APBs at half of that.
namespace neurio::clock {
namespace {

static_assert(board::kHseHz * board::kPllN / chip::kPllP == board::kClockHz,
              "PLL and clock disagree");
static_assert(board::kHseHz * board::kPllN <= chip::kMostVcoHz, "VCO too fast");
static_assert(board::kHseHz >= 8000000 && board::kHseHz <= 16000000, "PLL input out of range");

void start_hse() {
    set_bits(rcc::kCr, rcc::kCrHseBypass);  // a clock comes in, no crystal is there
    set_bits(rcc::kCr, rcc::kCrHseOn);
    wait_for_bits(rcc::kCr, rcc::kCrHseReady, rcc::kCrHseReady);
}

void start_pll() {
    write_field(rcc::kPllckselr, rcc::kPllSource | rcc::kPllM1,
                rcc::kPllSourceHse | 1u << rcc::kPllM1Shift);
    register32(rcc::kPllcfgr) = rcc::kPll1Wide | rcc::kPll1Input8To16MHz | rcc::kPll1POutput;
    register32(rcc::kPll1divr) = (board::kPllN - 1) | (chip::kPllP - 1) << rcc::kPll1PShift;
    set_bits(rcc::kCr, rcc::kCrPll1On);
    wait_for_bits(rcc::kCr, rcc::kCrPll1Ready, rcc::kCrPll1Ready);
}

void set_flash_speed() {
    constexpr uint32_t kSpeed = board::kFlashWaitStates | board::kFlashFrequencyRange
                                                              << flash::kAcrFrequencyShift;
    constexpr uint32_t kMask = flash::kAcrLatency | flash::kAcrFrequency;
    write_field(flash::kAcr, kMask, kSpeed);
    wait_for_bits(flash::kAcr, kMask, kSpeed);
}

}  // namespace

void initialise() {
    chip::require_revision();
    chip::raise_voltage();
    start_hse();
    start_pll();
    set_flash_speed();
    // Divided before the switch, so that no bus is ever too fast.
    register32(rcc::kDomain1) = (chip::kAhbDivider == 2 ? rcc::kAhbHalf : 0) | rcc::kApb3Half;
    register32(rcc::kDomain2) = rcc::kApb1Half | rcc::kApb2Half;
    register32(rcc::kDomain3) = rcc::kApb4Half;
    write_field(rcc::kCfgr, rcc::kCfgrSwitch, rcc::kCfgrSwitchPll1);
    wait_for_bits(rcc::kCfgr, rcc::kCfgrStatus, rcc::kCfgrStatusPll1);
    caches::enable();
}

}  // namespace neurio::clock

// After reset the chip is in Run* mode, in which RAM must not be written and the voltage stays: the
// supply has to be chosen first (PWR, "System supply startup"). Uses no stack.
extern "C" void power_up() {
    using namespace neurio;
    write_field(pwr::kCr3, pwr::kCr3Supply, chip::kSupply);
    wait_for_bits(pwr::kCsr1, pwr::kCsr1VoltageReady, pwr::kCsr1VoltageReady);
}
