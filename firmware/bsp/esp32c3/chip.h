// Where the ESP32-C3 has what this board support touches (ESP32-C3 Technical Reference Manual;
// functions of the boot ROM: esp32c3.rom.ld of ESP-IDF).
#pragma once

#include <stdint.h>

#include "bsp/common/registers.h"
#include "bsp/esp32/registers.h"

namespace neurio {

// System Registers (SYSTEM)
namespace system {
constexpr uintptr_t kBase = 0x600C0000;
constexpr uintptr_t kCpu = kBase + 0x008;  // CPU_PER_CONF
constexpr uint32_t kCpuPeriod = 3u << 0;
constexpr uint32_t kCpu160MHz = 1u << 0;
constexpr uint32_t kPll480MHz = 1u << 2;
constexpr uintptr_t kEnable = kBase + 0x010;  // PERIP_CLK_EN0
constexpr uint32_t kEnableUart0 = 1u << 2;
constexpr uint32_t kEnableUartMemory = 1u << 24;
constexpr uint32_t kEnableSystemTimer = 1u << 29;
constexpr uintptr_t kClock = kBase + 0x058;  // SYSCLK_CONF
constexpr uint32_t kClockDivider = 0x3FFu << 0;
constexpr uint32_t kClockSource = 3u << 10;
constexpr uint32_t kClockPll = 1u << 10;
}  // namespace system

// Low-power Management (RTC_CNTL)
namespace rtc {
constexpr uintptr_t kBase = 0x60008000;
constexpr uintptr_t kOptions0 = kBase + 0x000;
constexpr uint32_t kPllPoweredDown = 1u << 10 | 1u << 8 | 1u << 6;
constexpr uint32_t kReset = 1u << 31;
}  // namespace rtc

namespace chip {

constexpr uint32_t kCrystalHz = 40000000;
constexpr uintptr_t kUart0 = 0x60000000;
constexpr uintptr_t kUartState = 0x6C;        // FSM_STATUS
constexpr uint32_t kUartSending = 0xFu << 4;  // ST_UTX_OUT
constexpr uintptr_t kUartClock = 0x78;        // CLK_CONF
constexpr uint32_t kUartResetFifos = 3u << 17;
constexpr uintptr_t kGpio = 0x60004000;
constexpr uintptr_t kIoMux = 0x60009000;
constexpr uintptr_t kTimerGroup0 = 0x6001F000;
constexpr uintptr_t kSystemTimer = 0x60023000;

constexpr uintptr_t kRtcWatchdog = rtc::kBase + 0x090;
constexpr uintptr_t kRtcProtect = rtc::kBase + 0x0A8;
constexpr uintptr_t kSuperWatchdog = rtc::kBase + 0x0AC;
constexpr uintptr_t kSuperProtect = rtc::kBase + 0x0B0;
constexpr uint32_t kSuperKey = 0x8F1D312A;
constexpr uint32_t kSuperDisable = 1u << 30;

// Cache (EXTMEM), and the table of the memory behind it: a page of the flash for each 64 KiB
constexpr uintptr_t kCacheBuses = 0x600C4004;  // ICACHE_CTRL1
constexpr uint32_t kCacheBusesShut = 3u << 0;
constexpr uintptr_t kPageTable = 0x600C5000;
constexpr uint32_t kPageShift = 16;
constexpr uint32_t kPageMask = 0x7F;
constexpr uintptr_t kRomCacheInitialise = 0x400004C8;  // ROM_Boot_Cache_Init
constexpr uintptr_t kRomCacheDisable = 0x4000051C;     // Cache_Disable_ICache
constexpr uintptr_t kRomCacheEnable = 0x40000520;      // Cache_Enable_ICache

inline void map_page(uintptr_t address, uint32_t flash_page) {
    register32(kPageTable + 4 * (address >> kPageShift & kPageMask)) = flash_page;
}

// A UART divides the crystal's clock; `divider` is what it is divided by before.
inline void clock_uart(uint32_t divider) {
    constexpr uint32_t kOn = 7u << 22;  // receiver, transmitter, both
    constexpr uint32_t kCrystal = 3u << 20;
    constexpr uint32_t kDividerShift = 12;
    set_bits(system::kEnable, system::kEnableUart0 | system::kEnableUartMemory);
    register32(kUart0 + kUartClock) = kOn | kCrystal | (divider - 1) << kDividerShift;
}

inline void update_uart() {}

inline void enable_system_timer() { set_bits(system::kEnable, system::kEnableSystemTimer); }

}  // namespace chip
}  // namespace neurio
