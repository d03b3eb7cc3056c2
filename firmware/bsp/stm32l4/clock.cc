#include "bsp/stm32/clock.h"

#include "board.h"
#include "chip.h"

// MSI (4 MHz) / 1 * N = VCO; VCO / 2 = SYSCLK = HCLK = PCLK1 = PCLK2.
namespace neurio::clock {
namespace {

constexpr uint32_t kMsiHz = 4000000;
constexpr uint32_t kPllM = 1;
static_assert(kMsiHz / kPllM * board::kPllN / 2 == board::kClockHz, "PLL and clock disagree");

// At 4 MHz about two seconds, the longest time that the crystal's data sheet gives it to start.
constexpr uint32_t kCrystalPolls = 1000000;

// MSI alone is off by up to one in a hundred. With the 32.768 kHz crystal it is trimmed to the
// crystal's accuracy, which timings need. A board without the crystal runs all the same.
void trim_by_crystal() {
    set_bits(pwr::kCr1, pwr::kCr1BackupAccess);
    set_bits(rcc::kBdcr, rcc::kBdcrLseOn);
    for (uint32_t poll = 0; poll < kCrystalPolls; ++poll) {
        if ((register32(rcc::kBdcr) & rcc::kBdcrLseReady) != 0) {
            set_bits(rcc::kCr, rcc::kCrMsiTrimmedByLse);
            return;
        }
    }
}

void start_pll() {
    register32(rcc::kPllcfgr) = rcc::kPllSourceMsi | (kPllM - 1) << rcc::kPllMShift |
                                board::kPllN << rcc::kPllNShift | rcc::kPllREnable;
    set_bits(rcc::kCr, rcc::kCrPllOn);
    wait_for_bits(rcc::kCr, rcc::kCrPllReady, rcc::kCrPllReady);
}

void set_flash_speed() {
    const uint32_t caches =
        flash::kAcrPrefetch | flash::kAcrInstructionCache | flash::kAcrDataCache;
    register32(flash::kAcr) = board::kFlashWaitStates | caches;
    wait_for_bits(flash::kAcr, flash::kAcrLatency, board::kFlashWaitStates);
}

// Longer than 1 us at any frequency up to that of the core.
void wait_a_microsecond() {
    for (volatile uint32_t i = 0; i < board::kClockHz / 1000000; i = i + 1) {
    }
}

}  // namespace

// The order is the manual's for voltage range 1 in boost mode, without which the core may not run
// above 80 MHz: AHB halved, boost mode, wait states, PLL, 1 us, AHB at full speed.
void initialise() {
    chip::kPower.enable();
    trim_by_crystal();
    write_field(rcc::kCfgr, rcc::kCfgrAhbPrescaler, rcc::kCfgrAhbHalf);
    if (board::kClockHz > 80000000) {
        write_field(pwr::kCr5, pwr::kCr5Range1Normal, 0);
    }
    set_flash_speed();
    start_pll();
    write_field(rcc::kCfgr, rcc::kCfgrSwitch, rcc::kCfgrSwitchPll);
    wait_for_bits(rcc::kCfgr, rcc::kCfgrStatus, rcc::kCfgrStatusPll);
    wait_a_microsecond();
    write_field(rcc::kCfgr, rcc::kCfgrAhbPrescaler, 0);
}

}  // namespace neurio::clock
