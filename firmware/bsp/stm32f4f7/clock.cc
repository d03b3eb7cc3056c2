#include "bsp/stm32/clock.h"

#include "board.h"
#include "chip.h"

// HSE / M * N = VCO; VCO / 2 = SYSCLK = HCLK; the APBs run at parts of it.
namespace neurio::clock {
namespace {

constexpr uint32_t kPllP = 2;
constexpr uint32_t kInputHz = board::kHseHz / board::kPllM;
constexpr uint32_t kVcoHz = kInputHz * board::kPllN;
static_assert(kVcoHz / kPllP == board::kClockHz, "PLL and clock disagree");
static_assert(kInputHz >= 1000000 && kInputHz <= 2000000, "PLL input out of range");

// The PLL's third output is not used, but has a limit of its own.
constexpr uint32_t kMostPll48Hz = 48000000;
constexpr uint32_t kPllQ = (kVcoHz + kMostPll48Hz - 1) / kMostPll48Hz;

// PPRE1 and PPRE2: a half is 4, a quarter 5.
constexpr uint32_t apb_code(uint32_t divider) { return divider == 1 ? 0 : divider == 2 ? 4 : 5; }
constexpr bool is_divider(uint32_t divider) { return divider == 1 || divider == 2 || divider == 4; }
static_assert(is_divider(board::kApb1Divider) && is_divider(board::kApb2Divider), "APB divider");

void start_hse() {
    if (board::kHseBypass) {  // a clock comes in, no crystal is there
        set_bits(rcc::kCr, rcc::kCrHseBypass);
    }
    set_bits(rcc::kCr, rcc::kCrHseOn);
    wait_for_bits(rcc::kCr, rcc::kCrHseReady, rcc::kCrHseReady);
}

void start_pll() {
    write_field(rcc::kPllcfgr, rcc::kPllFields,
                board::kPllM | board::kPllN << rcc::kPllNShift | rcc::kPllSourceHse |
                    kPllQ << rcc::kPllQShift);
    set_bits(rcc::kCr, rcc::kCrPllOn);
}

// The order is the manual's (PWR, "Entering Over-drive mode"): while the PLL starts.
void enter_overdrive() {
    set_bits(pwr::kCr, pwr::kCrOverdrive);
    wait_for_bits(pwr::kCsr, pwr::kCsrOverdriveReady, pwr::kCsrOverdriveReady);
    set_bits(pwr::kCr, pwr::kCrOverdriveSwitch);
    wait_for_bits(pwr::kCsr, pwr::kCsrOverdriveSwitched, pwr::kCsrOverdriveSwitched);
}

void set_flash_speed() {
    register32(flash::kAcr) = board::kFlashWaitStates | chip::kFlashAccelerator;
    wait_for_bits(flash::kAcr, flash::kAcrLatency, board::kFlashWaitStates);
}

}  // namespace

void initialise() {
    chip::kPower.enable();
    set_bits(pwr::kCr, pwr::kCrScale1);  // takes effect with the PLL
    start_hse();
    start_pll();
    if (board::kOverdrive) {
        enter_overdrive();
    }
    set_flash_speed();
    // Divided before the switch, so that no bus is ever too fast.
    write_field(rcc::kCfgr, rcc::kCfgrApbs,
                apb_code(board::kApb1Divider) << rcc::kCfgrApb1Shift | apb_code(board::kApb2Divider)
                                                                           << rcc::kCfgrApb2Shift);
    wait_for_bits(rcc::kCr, rcc::kCrPllReady, rcc::kCrPllReady);
    wait_for_bits(pwr::kCsr, pwr::kCsrVoltageReady, pwr::kCsrVoltageReady);
    write_field(rcc::kCfgr, rcc::kCfgrSwitch, rcc::kCfgrSwitchPll);
    wait_for_bits(rcc::kCfgr, rcc::kCfgrStatus, rcc::kCfgrStatusPll);
    chip::enable_caches();
}

}  // namespace neurio::clock
