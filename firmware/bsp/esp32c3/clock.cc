#include "bsp/esp32/clock.h"

#include "board.h"
#include "bsp/esp32/pll.h"
#include "bsp/esp32/rom.h"
#include "bsp/riscv/reset.h"
#include "chip.h"

// The crystal's 40 MHz * 12 = PLL; PLL / 3 = core. The order and the settings are ESP-IDF's, as the
// manual leaves the PLL's own registers out.
namespace neurio {
namespace {

static_assert(board::kClockHz == 160000000, "The PLL's settings are those for 160 MHz");

// The analogue registers are written by the boot ROM: rom_i2c_writeReg_Mask.
constexpr uintptr_t kRomWriteField = 0x40001960;
constexpr uintptr_t kControl = 0x6000E040;  // ANA_CONF0
constexpr uint32_t kCalibrationStopped = 1u << 2;
constexpr uint32_t kCalibrationRuns = 1u << 3;
constexpr uintptr_t kBlocks = 0x6000E044;  // ANA_CONFIG: which blocks the bus reaches, inverted
constexpr uint32_t kAllBlocks = 0x3FFu << 8;
constexpr uint32_t kPllBlock = 1u << 17;

// What ESP-IDF takes where a chip's fuses name no voltage of its own: enough for 160 MHz.
constexpr uint8_t kVoltage = 28;

void raise_voltage() {
    analog::write_field(analog::kRegulators, analog::kRegulatorPower, 3, 3, 0);
    analog::write_field(analog::kRegulators, analog::kRegulatorPower, 2, 2, 0);
    analog::write_field(analog::kRegulators, analog::kRtcVoltage, 4, 0, kVoltage);
    analog::write_field(analog::kRegulators, analog::kDigitalVoltage, 4, 0, kVoltage);
}

void start_pll() {
    constexpr uint8_t kMode480MHz = 0x6B;
    constexpr uint8_t kCurrent = 2u << 6 | 1u << 4 | 3u;
    clear_bits(rtc::kOptions0, rtc::kPllPoweredDown);
    set_bits(system::kCpu, system::kPll480MHz);
    clear_bits(kControl, kCalibrationStopped);
    set_bits(kControl, kCalibrationRuns);
    analog::write_field(analog::kPll, analog::kPllMode, 7, 0, kMode480MHz);
    pll::configure(kCurrent);
    analog::write_field(analog::kPll, analog::kPllCurrent, 5, 4, 2);
    analog::write_field(analog::kPll, analog::kPllCurrent, 7, 6, 1);
}

// At 20 or 40 MHz a turn is a cycle or more: at least 100 us, in which the PLL settles.
void wait_for_pll() {
    constexpr uint32_t kTurns = 4000;
    for (volatile uint32_t i = 0; i < kTurns; i = i + 1) {
    }
}

}  // namespace

void analog::write_field(uint8_t block, uint8_t address, uint8_t highest, uint8_t lowest,
                         uint8_t value) {
    constexpr uint8_t kHost = 0;
    rom::at<void(uint8_t, uint8_t, uint8_t, uint8_t, uint8_t, uint8_t)>(kRomWriteField)(
        block, kHost, address, highest, lowest, value);
}

void clock::initialise() {
    set_bits(kBlocks, kAllBlocks);
    clear_bits(kBlocks, kPllBlock);
    raise_voltage();
    start_pll();
    wait_for_pll();
    write_field(system::kCpu, system::kCpuPeriod, system::kCpu160MHz);
    write_field(system::kClock, system::kClockDivider | system::kClockSource, system::kClockPll);
}

// Digital core and RTC start anew (RTC_CNTL_SW_SYS_RST).
void reset_chip() {
    set_bits(rtc::kOptions0, rtc::kReset);
    for (;;) {
    }
}

}  // namespace neurio
