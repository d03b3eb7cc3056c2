// What has to be done before anything else: the boot ROM has loaded the image's code and data to
// RAM, has left watchdogs running, and constants still lie in flash, where nothing can read them.
#include "bsp/esp32/boot.h"

#include "board.h"
#include "bsp/common/registers.h"
#include "bsp/esp32/registers.h"
#include "bsp/esp32/rom.h"
#include "chip.h"

namespace neurio {
namespace {

constexpr uint32_t kPageBytes = 0x10000;
constexpr uint32_t kPages = board::kFlashBytes / kPageBytes;
static_assert(board::kFlashOrigin % kPageBytes == 0, "constants begin at a page");
static_assert(board::kConstantsAt % kPageBytes == 0, "constants begin at a page of the flash");

void stop_watchdog(uintptr_t configuration, uintptr_t protect, uint32_t key, uint32_t value) {
    register32(protect) = key;
    register32(configuration) = value;
    register32(protect) = 0;
}

// The watchdog of the timer group and the RTC's guard the boot; the third one, the super watchdog,
// always runs.
void stop_watchdogs() {
    stop_watchdog(chip::kTimerGroup0 + timg::kWatchdog, chip::kTimerGroup0 + timg::kProtect,
                  kWatchdogKey, timg::kUpdate);
    stop_watchdog(chip::kRtcWatchdog, chip::kRtcProtect, kWatchdogKey, 0);
    stop_watchdog(chip::kSuperWatchdog, chip::kSuperProtect, chip::kSuperKey,
                  register32(chip::kSuperWatchdog) | chip::kSuperDisable);
}

// Page after page of the flash, from where the build puts constants on, becomes the memory that the
// linker has put them in.
void map_flash() {
    rom::at<uint32_t()>(chip::kRomCacheDisable)();
    rom::at<void()>(chip::kRomCacheInitialise)();
    for (uint32_t page = 0; page < kPages; ++page) {
        chip::map_page(board::kFlashOrigin + page * kPageBytes,
                       board::kConstantsAt / kPageBytes + page);
    }
    clear_bits(chip::kCacheBuses, chip::kCacheBusesShut);
    rom::at<void(uint32_t)>(chip::kRomCacheEnable)(0);
}

}  // namespace

void boot::finish() {
    stop_watchdogs();
    map_flash();
}

}  // namespace neurio
