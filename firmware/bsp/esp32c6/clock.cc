#include "bsp/esp32/clock.h"

#include "board.h"
#include "bsp/esp32/pll.h"
#include "bsp/riscv/reset.h"
#include "chip.h"

// The crystal's 40 MHz * 12 = PLL; PLL / 3 = core, AHB a quarter of that. The order and the
// settings are ESP-IDF's, as the manual leaves the PLL's own registers out.
namespace neurio {
namespace {

static_assert(board::kClockHz == 160000000, "The PLL's settings are those for 160 MHz");

// The analogue registers' bus (I2C_ANA_MST), and its clock (MODEM_LPCON)
constexpr uintptr_t kBusClockSource = 0x600AF010;
constexpr uint32_t kBusClock160MHz = 1u << 0;
constexpr uintptr_t kBusClock = 0x600AF018;
constexpr uint32_t kBusClockOn = 1u << 2;
constexpr uintptr_t kBus = 0x600AF800;
constexpr uintptr_t kBusControl = kBus + 0x00;  // I2C0_CTRL, and I2C1_CTRL behind it
constexpr uint32_t kAddressShift = 8;
constexpr uint32_t kDataShift = 16;
constexpr uint32_t kWrite = 1u << 24;
constexpr uint32_t kBusy = 1u << 25;
constexpr uintptr_t kCalibration = kBus + 0x18;  // ANA_CONF0
constexpr uint32_t kCalibrationStopped = 1u << 2;
constexpr uint32_t kCalibrationRuns = 1u << 3;
constexpr uint32_t kCalibrated = 1u << 24;
constexpr uintptr_t kReached = kBus + 0x1C;  // ANA_CONF1: which blocks are read, inverted
constexpr uint32_t kReachedMask = 0xFFFFFF;
constexpr uintptr_t kSecondBus = kBus + 0x20;  // ANA_CONF2: which blocks are on the first bus

struct Block {
    uint32_t reached;
    uint32_t first_bus;
};

constexpr Block block_of(uint8_t block) {
    return block == analog::kPll ? Block{1u << 7, 1u << 9} : Block{1u << 10, 1u << 12};
}

// What ESP-IDF takes where a chip's fuses name no voltage of its own: enough for 160 MHz.
constexpr uint32_t kVoltage = 25;

uint32_t transfer(uintptr_t bus, uint32_t command) {
    wait_for_bits(bus, kBusy, 0);
    register32(bus) = command;
    wait_for_bits(bus, kBusy, 0);
    return register32(bus) >> kDataShift & 0xFF;
}

void raise_voltage() {
    analog::write_field(analog::kRegulators, analog::kRtcInterface, 7, 7, 1);
    analog::write_field(analog::kRegulators, analog::kDigitalInterface, 7, 7, 1);
    analog::write_field(analog::kRegulators, analog::kRegulatorPower, 2, 2, 0);
    analog::write_field(analog::kRegulators, analog::kRegulatorPower, 3, 3, 0);
    write_field(pmu::kRegulator, pmu::kVoltage, kVoltage << pmu::kVoltageShift);
}

void start_pll() {
    constexpr uint8_t kCurrent = 1u << 6 | 3u << 4 | 3u;
    set_bits(pmu::kPower, pmu::kPllOn);
    set_bits(pmu::kPower, pmu::kPllPasses);
    clear_bits(kCalibration, kCalibrationStopped);
    set_bits(kCalibration, kCalibrationRuns);
    pll::configure(kCurrent);
    wait_for_bits(kCalibration, kCalibrated, kCalibrated);
    constexpr uint32_t kTurns = 400;  // at 40 MHz at least 10 us
    for (volatile uint32_t i = 0; i < kTurns; i = i + 1) {
    }
    clear_bits(kCalibration, kCalibrationRuns);
    set_bits(kCalibration, kCalibrationStopped);
}

}  // namespace

void analog::write_field(uint8_t block, uint8_t address, uint8_t highest, uint8_t lowest,
                         uint8_t value) {
    const Block where = block_of(block);
    const bool first = (register32(kSecondBus) & where.first_bus) != 0;
    const uintptr_t bus = kBusControl + (first ? 0 : 4);
    register32(kReached) = kReachedMask & ~where.reached;
    const uint32_t command = block | uint32_t{address} << kAddressShift;
    const uint32_t mask = ((2u << (highest - lowest)) - 1) << lowest;
    const uint32_t before = transfer(bus, command);
    const uint32_t after = (before & ~mask) | uint32_t{value} << lowest;
    transfer(bus, command | kWrite | after << kDataShift);
}

void clock::initialise() {
    set_bits(kBusClock, kBusClockOn);
    set_bits(kBusClockSource, kBusClock160MHz);
    raise_voltage();
    start_pll();
    write_field(pcr::kCpu, pcr::kCpuDivider | pcr::kCpu120MHz, 0);
    write_field(pcr::kClock, pcr::kClockSource, pcr::kClockPll);
}

// Core and peripherals start anew (LP_AON_SYS_CFG, HPSYS_SW_RESET).
void reset_chip() {
    constexpr uintptr_t kConfiguration = 0x600B1034;
    constexpr uint32_t kReset = 1u << 31;
    set_bits(kConfiguration, kReset);
    for (;;) {
    }
}

}  // namespace neurio
