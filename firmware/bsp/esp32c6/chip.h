// Where the ESP32-C6 has what this board support touches (ESP32-C6 Technical Reference Manual;
// functions of the boot ROM: esp32c6.rom.ld of ESP-IDF).
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"
#include "bsp/esp32/registers.h"

namespace neurio {

// Power/Clock/Reset (PCR)
namespace pcr {
constexpr uintptr_t kBase = 0x60096000;
constexpr uintptr_t kUart0 = kBase + 0x000;
constexpr uint32_t kEnable = 1u << 0;
constexpr uint32_t kHeldInReset = 1u << 1;
constexpr uintptr_t kUart0Clock = kBase + 0x004;
constexpr uintptr_t kSystemTimer = kBase + 0x054;
constexpr uintptr_t kSystemTimerClock = kBase + 0x058;
constexpr uint32_t kClockOn = 1u << 22;
constexpr uintptr_t kClock = kBase + 0x110;  // SYSCLK_CONF
constexpr uint32_t kClockSource = 3u << 16;
constexpr uint32_t kClockPll = 1u << 16;
constexpr uintptr_t kCpu = kBase + 0x118;  // CPU_FREQ_CONF
constexpr uint32_t kCpuDivider = 0xFFu << 8;
constexpr uint32_t kCpu120MHz = 1u << 16;
}  // namespace pcr

// Power Management Unit (PMU)
namespace pmu {
constexpr uintptr_t kBase = 0x600B0000;
constexpr uintptr_t kRegulator = kBase + 0x028;  // HP_ACTIVE_HP_REGULATOR0
constexpr uint32_t kVoltageShift = 27;
constexpr uint32_t kVoltage = 31u << kVoltageShift;
constexpr uintptr_t kPower = kBase + 0x0CC;  // IMM_HP_CK_POWER
constexpr uint32_t kPllOn = 1u << 28 | 1u << 29 | 1u << 30;
constexpr uint32_t kPllPasses = 1u << 25;
}  // namespace pmu

namespace chip {

constexpr uint32_t kCrystalHz = 40000000;
constexpr uintptr_t kUart0 = 0x60000000;
constexpr uintptr_t kUartState = 0x70;        // FSM_STATUS
constexpr uint32_t kUartSending = 0xFu << 4;  // ST_UTX_OUT
constexpr uintptr_t kUartUpdate = 0x98;       // REG_UPDATE
constexpr uint32_t kUartResetFifos = 3u << 22;
constexpr uintptr_t kGpio = 0x60091000;
constexpr uintptr_t kIoMux = 0x60090000;
constexpr uintptr_t kTimerGroup0 = 0x60008000;
constexpr uintptr_t kSystemTimer = 0x6000A000;

// Watchdog Timers (LP_WDT)
constexpr uintptr_t kRtcWatchdog = 0x600B1C00;
constexpr uintptr_t kRtcProtect = 0x600B1C18;
constexpr uintptr_t kSuperWatchdog = 0x600B1C1C;
constexpr uintptr_t kSuperProtect = 0x600B1C20;
constexpr uint32_t kSuperKey = kWatchdogKey;
constexpr uint32_t kSuperDisable = 1u << 30;

// Cache (EXTMEM), and the table of the memory behind it, in the flash's SPI controller
constexpr uintptr_t kCacheBuses = 0x600C8004;  // L1_CACHE_CTRL
constexpr uint32_t kCacheBusesShut = 3u << 0;
constexpr uintptr_t kPageContent = 0x6000237C;  // MMU_ITEM_CONTENT
constexpr uintptr_t kPageIndex = 0x60002380;    // MMU_ITEM_INDEX
constexpr uint32_t kPageShift = 16;
constexpr uint32_t kPageMask = 0xFF;
constexpr uint32_t kPageValid = 1u << 9;
constexpr uintptr_t kRomCacheInitialise = 0x40000634;  // ROM_Boot_Cache_Init
constexpr uintptr_t kRomCacheDisable = 0x40000690;     // Cache_Disable_ICache
constexpr uintptr_t kRomCacheEnable = 0x40000694;      // Cache_Enable_ICache

inline void map_page(uintptr_t address, uint32_t flash_page) {
    register32(kPageIndex) = address >> kPageShift & kPageMask;
    register32(kPageContent) = flash_page | kPageValid;
}

// A UART divides the crystal's clock; `divider` is what it is divided by before.
inline void clock_uart(uint32_t divider) {
    constexpr uint32_t kCrystal = 3u << 20;
    constexpr uint32_t kDividerShift = 12;
    register32(pcr::kUart0) = pcr::kEnable;
    register32(pcr::kUart0Clock) = pcr::kClockOn | kCrystal | (divider - 1) << kDividerShift;
}

// Settings of the UART cross over to its own clock.
inline void update_uart() {
    register32(kUart0 + kUartUpdate) = 1;
    wait_for_bits(kUart0 + kUartUpdate, 1, 0);
}

inline void enable_system_timer() {
    register32(pcr::kSystemTimer) = pcr::kEnable;
    register32(pcr::kSystemTimerClock) = pcr::kClockOn;
}

}  // namespace chip
}  // namespace neurio
