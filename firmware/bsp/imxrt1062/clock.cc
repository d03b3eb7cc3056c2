#include "bsp/imxrt1062/clock.h"

#include "board.h"
#include "bsp/cortex_m/caches.h"
#include "bsp/cortex_m/protection.h"
#include "bsp/imxrt1062/registers.h"

// Crystal * N / 2 = ARM PLL; half of that is the core's clock, which the IPG bus divides further.
namespace neurio::clock {
namespace {

constexpr uint32_t kPllHz = kCrystalHz / 2 * board::kPllN;
constexpr uint32_t kArmDivider = 2;
static_assert(kPllHz / kArmDivider == board::kClockHz, "PLL and clock disagree");
static_assert(board::kPllN >= 54 && board::kPllN <= 108, "the ARM PLL gives 648 to 1296 MHz");
static_assert(board::kClockHz <= 600000000, "the core is rated for 600 MHz");
static_assert(board::kIpgDivider >= 1 && board::kIpgDivider <= 4 &&
                  board::kClockHz / board::kIpgDivider <= 150000000,
              "the IPG bus bears 150 MHz");

// Above 528 MHz the core wants 1.25 V; the converter gives 0.8 V, and 25 mV a step.
constexpr uint32_t kMillivolts = 1250;
constexpr uint32_t kTarget = (kMillivolts - 800) / 25;

void raise_voltage() {
    ccm::open_gate(6, 6);
    write_field(dcdc::kTarget, dcdc::kTargetMask, kTarget);
    wait_for_bits(dcdc::kStatus, dcdc::kOutputOk, dcdc::kOutputOk);
}

void finish_handshake(uint32_t busy) { wait_for_bits(ccm::kHandshakes, busy, 0); }

// The PLL may be changed only while nothing runs from it.
void run_from_crystal() {
    write_field(ccm::kBusSources, ccm::kPeriphClk2SourceMask, ccm::kPeriphClk2Crystal);
    write_field(ccm::kBusDividers, ccm::kPeriphClk2Mask, 0);
    set_bits(ccm::kBusDividers, ccm::kFromPeriphClk2);
    finish_handshake(ccm::kBusyPeriph);
}

void start_pll() {
    register32(analog::kArmPll) = analog::kArmPllPowerDown;
    register32(analog::kArmPll) = analog::kArmPllEnable | board::kPllN;
    wait_for_bits(analog::kArmPll, analog::kArmPllLock, analog::kArmPllLock);
}

void divide() {
    register32(ccm::kArmDivider) = kArmDivider - 1;
    finish_handshake(ccm::kBusyArm);
    write_field(ccm::kBusDividers, ccm::kAhbMask, 0);
    finish_handshake(ccm::kBusyAhb);
    write_field(ccm::kBusDividers, ccm::kIpgMask, (board::kIpgDivider - 1) << ccm::kIpgShift);
}

void run_from_pll() {
    write_field(ccm::kBusSources, ccm::kPrePeriphMask, ccm::kPrePeriphArmPll);
    clear_bits(ccm::kBusDividers, ccm::kFromPeriphClk2);
    finish_handshake(ccm::kBusyPeriph);
}

// Without regions the core would fetch ahead from where nothing answers, such as the controller of
// external memory, which is not set up. The first region forbids all that the others do not allow.
void set_regions() {
    using namespace protection;
    constexpr uint32_t kTcmBytesLog2 = 19;
    constexpr uint32_t kPeripheralsLog2 = 26;
    constexpr uint32_t kFlashLog2 = 23;
    static_assert(1u << kFlashLog2 == board::kFlashChipBytes, "the region is the chip");
    enable({
        {0, 32, kNoAccess | kNeverExecuted | kStronglyOrdered},
        {0, kTcmBytesLog2, kReadOnly | kUncached},
        {board::kRamOrigin, kTcmBytesLog2, kReadWrite | kNeverExecuted | kUncached},
        {0x40000000, kPeripheralsLog2, kReadWrite | kNeverExecuted | kDevice},
        {board::kFlashOrigin, kFlashLog2, kReadOnly | kCached},
    });
}

}  // namespace

void initialise() {
    raise_voltage();
    run_from_crystal();
    start_pll();
    divide();
    run_from_pll();
    write_field(ccm::kUartClock, ccm::kFieldMask, ccm::kCrystal);
    write_field(ccm::kTimerClock, ccm::kFieldMask, ccm::kCrystal);
    set_regions();
    caches::enable();
}

}  // namespace neurio::clock
