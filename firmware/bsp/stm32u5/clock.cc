#include "bsp/stm32/clock.h"

#include "board.h"
#include "chip.h"

// MSIS (4 MHz) * N = VCO; VCO / 2 = SYSCLK = HCLK = all PCLKs.
namespace neurio::clock {
namespace {

constexpr uint32_t kMsisHz = 4000000;
constexpr uint32_t kPllR = 2;
static_assert(kMsisHz * board::kPllN / kPllR == board::kClockHz, "PLL and clock disagree");

// At 4 MHz about two seconds, the longest time that the crystal's data sheet gives it to start.
constexpr uint32_t kCrystalPolls = 1000000;

// MSIS alone is off by up to one in a hundred. Trimmed by the 32.768 kHz crystal it is within a
// quarter of a percent and does not drift, which timings need. A board without the crystal runs all
// the same. After reset the crystal has the lowest drive, which does not start every one.
void trim_by_crystal() {
    set_bits(pwr::kDbpr, pwr::kDbprBackupAccess);
    write_field(rcc::kBdcr, rcc::kBdcrLseDrive, rcc::kBdcrLseDriveMediumHigh);
    set_bits(rcc::kBdcr, rcc::kBdcrLseOn);
    for (uint32_t poll = 0; poll < kCrystalPolls; ++poll) {
        if ((register32(rcc::kBdcr) & rcc::kBdcrLseReady) != 0) {
            set_bits(rcc::kBdcr, rcc::kBdcrLsesysOn);
            wait_for_bits(rcc::kBdcr, rcc::kBdcrLsesysReady, rcc::kBdcrLsesysReady);
            set_bits(rcc::kCr, rcc::kCrTrimsMsis);
            set_bits(rcc::kCr, rcc::kCrMsiTrimmedByLse);
            return;
        }
    }
}

void set_up_pll() {
    register32(rcc::kPll1cfgr) = rcc::kPll1SourceMsis | rcc::kPll1Input4To8MHz | rcc::kPll1ROutput;
    register32(rcc::kPll1divr) = (board::kPllN - 1) | (kPllR - 1) << rcc::kPll1RShift;
}

// The booster runs on the PLL's input, which is to be chosen before (RM0456, PWR, "EPOD booster").
void raise_voltage() {
    write_field(pwr::kVosr, pwr::kVosrRange, pwr::kVosrRange1);
    wait_for_bits(pwr::kVosr, pwr::kVosrReady, pwr::kVosrReady);
    set_bits(pwr::kVosr, pwr::kVosrBoost);
    wait_for_bits(pwr::kVosr, pwr::kVosrBoostReady, pwr::kVosrBoostReady);
}

void set_flash_speed() {
    register32(flash::kAcr) = board::kFlashWaitStates | flash::kAcrPrefetch;
    wait_for_bits(flash::kAcr, flash::kAcrLatency, board::kFlashWaitStates);
    wait_for_bits(icache::kSr, icache::kSrBusy, 0);  // it empties itself after reset
    set_bits(icache::kCr, icache::kCrEnable);
}

}  // namespace

void initialise() {
    chip::kPower.enable();
    trim_by_crystal();
    set_up_pll();
    raise_voltage();
    set_flash_speed();
    set_bits(rcc::kCr, rcc::kCrPll1On);
    wait_for_bits(rcc::kCr, rcc::kCrPll1Ready, rcc::kCrPll1Ready);
    write_field(rcc::kCfgr1, rcc::kCfgr1Switch, rcc::kCfgr1SwitchPll1);
    wait_for_bits(rcc::kCfgr1, rcc::kCfgr1Status, rcc::kCfgr1StatusPll1);
}

}  // namespace neurio::clock
