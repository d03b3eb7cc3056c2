#include "bsp/stm32/clock.h"

#include "board.h"
#include "bsp/cortex_m/caches.h"
#include "chip.h"

// HSE (8 MHz from the debug probe) * N = VCO; VCO / 2 = SYSCLK; HCLK and AXI run at half of it,
// the APBs at half of that.
namespace neurio::clock {
namespace {

constexpr uint32_t kPllP = 2;
static_assert(board::kHseHz * board::kPllN / kPllP == board::kClockHz, "PLL and clock disagree");
static_assert(board::kHseHz >= 8000000 && board::kHseHz <= 16000000, "PLL input out of range");

constexpr uint32_t kScale1Hz = 400000000;

// Older chips reach neither this clock's voltage nor its PLL: better silent than beyond their
// limits.
void require_revision_x() {
    while (register32(dbgmcu::kIdc) >> dbgmcu::kRevisionShift < dbgmcu::kRevisionX) {
    }
}

// Scale 0, which more than 400 MHz need, is scale 1 with overdrive (RM0433, PWR, "Voltage
// scaling").
void raise_voltage() {
    write_field(pwr::kD3cr, pwr::kD3crVos, pwr::kD3crVosScale1);
    wait_for_bits(pwr::kD3cr, pwr::kD3crVosReady, pwr::kD3crVosReady);
    if (board::kClockHz > kScale1Hz) {
        chip::kSystemConfiguration.enable();
        set_bits(syscfg::kPwrcr, syscfg::kPwrcrOverdrive);
        [[maybe_unused]] const uint32_t arrived = register32(syscfg::kPwrcr);
        wait_for_bits(pwr::kD3cr, pwr::kD3crVosReady, pwr::kD3crVosReady);
    }
}

void start_hse() {
    set_bits(rcc::kCr, rcc::kCrHseBypass);  // a clock comes in, no crystal is there
    set_bits(rcc::kCr, rcc::kCrHseOn);
    wait_for_bits(rcc::kCr, rcc::kCrHseReady, rcc::kCrHseReady);
}

void start_pll() {
    write_field(rcc::kPllckselr, rcc::kPllSource | rcc::kPllM1,
                rcc::kPllSourceHse | 1u << rcc::kPllM1Shift);
    register32(rcc::kPllcfgr) = rcc::kPll1Wide | rcc::kPll1Input8To16MHz | rcc::kPll1POutput;
    register32(rcc::kPll1divr) = (board::kPllN - 1) | (kPllP - 1) << rcc::kPll1PShift;
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
    require_revision_x();
    raise_voltage();
    start_hse();
    start_pll();
    set_flash_speed();
    // Divided before the switch, so that no bus is ever too fast.
    register32(rcc::kD1cfgr) = rcc::kD1cfgrAhbHalf | rcc::kD1cfgrApb3Half;
    register32(rcc::kD2cfgr) = rcc::kD2cfgrApb1Half | rcc::kD2cfgrApb2Half;
    register32(rcc::kD3cfgr) = rcc::kD3cfgrApb4Half;
    write_field(rcc::kCfgr, rcc::kCfgrSwitch, rcc::kCfgrSwitchPll1);
    wait_for_bits(rcc::kCfgr, rcc::kCfgrStatus, rcc::kCfgrStatusPll1);
    caches::enable();
}

}  // namespace neurio::clock

// After reset the chip is in Run* mode, in which RAM must not be written and the voltage stays: the
// supply has to be chosen first (RM0433, PWR, "System supply startup"). Uses no stack.
extern "C" void power_up() {
    using namespace neurio;
    write_field(pwr::kCr3, pwr::kCr3Supply, pwr::kCr3Ldo);
    wait_for_bits(pwr::kCsr1, pwr::kCsr1VoltageReady, pwr::kCsr1VoltageReady);
}
