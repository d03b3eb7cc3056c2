#include "bsp/rp2/clock.h"

#include "board.h"
#include "bsp/rp2/registers.h"

// XOSC (12 MHz) * N = VCO; divided twice it is clk_sys = clk_peri. XOSC is clk_ref, of which the
// timer's microseconds are made.
namespace neurio::clock {
namespace {

constexpr uint32_t kVcoHz = board::kXoscHz * board::kPllN;
static_assert(kVcoHz / chip::kPostDivider1 / chip::kPostDivider2 == board::kClockHz,
              "PLL and clock disagree");
static_assert(kVcoHz >= 750000000 && kVcoHz <= 1600000000, "VCO out of range");

void start_crystal() {
    register32(xosc::kControl) = xosc::kRange1To15MHz;
    // About a millisecond, rounded up (2.16.3).
    register32(xosc::kStartup) =
        (board::kXoscHz / 1000 + xosc::kStartupCycles / 2) / xosc::kStartupCycles;
    register32(xosc::kControl + kSetAlias) = xosc::kEnable;
    wait_for_bits(xosc::kStatus, xosc::kStatusStable, xosc::kStatusStable);
}

// The order is that of 2.18.2.1.
void start_pll() {
    resets::release(chip::kResetOfPllSys);
    register32(pll::kControl) = pll::kReferenceDivider;
    register32(pll::kFeedbackDivider) = board::kPllN;
    register32(pll::kPower + kClearAlias) = pll::kPowerDown | pll::kPowerDownVco;
    wait_for_bits(pll::kControl, pll::kLocked, pll::kLocked);
    register32(pll::kPostDividers) = chip::kPostDivider1 << pll::kPostDivider1Shift |
                                     chip::kPostDivider2 << pll::kPostDivider2Shift;
    register32(pll::kPower + kClearAlias) = pll::kPowerDownDividers;
}

}  // namespace

void initialise() {
    start_crystal();
    register32(clocks::kRefControl) = clocks::kRefFromXosc;
    wait_for_bits(clocks::kRefSelected, clocks::kRefXoscSelected, clocks::kRefXoscSelected);
    // Off the auxiliary source while that is changed (2.15.3.2).
    register32(clocks::kSysControl + kClearAlias) = clocks::kSysSource;
    wait_for_bits(clocks::kSysSelected, clocks::kSysRefSelected, clocks::kSysRefSelected);
    start_pll();
    register32(clocks::kSysControl + kClearAlias) = clocks::kSysAuxiliary;
    register32(clocks::kSysControl + kSetAlias) = clocks::kSysSource;
    wait_for_bits(clocks::kSysSelected, clocks::kSysAuxiliarySelected,
                  clocks::kSysAuxiliarySelected);
    register32(clocks::kPeriControl) = clocks::kPeriEnable;
    chip::start_tick();
}

}  // namespace neurio::clock
