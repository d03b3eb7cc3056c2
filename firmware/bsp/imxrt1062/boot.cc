// What the boot ROM looks for at the start of the flash (System Boot, "Serial NOR Flash Boot via
// FlexSPI" and "Program image"), and what has to be done before code is where it runs.
#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "bsp/common/memory_map.h"
#include "bsp/imxrt1062/registers.h"

extern "C" {
extern const uint32_t image_bytes[];  // its address is the image's length
[[noreturn]] void reset_handler();
void enter_image();
}

namespace {

using namespace neurio;

// Instructions of the flash controller's look-up table: what, on how many lines, with what.
constexpr uint32_t kCommand = 0x01, kAddress = 0x02, kMode = 0x07, kRead = 0x09, kDummy = 0x0C;
constexpr uint32_t kOneLine = 0, kFourLines = 2;
constexpr uint32_t step(uint32_t what, uint32_t lines, uint32_t operand) {
    return what << 10 | lines << 8 | operand;
}

struct FlashConfiguration {
    uint32_t tag = 0x42464346;  // FCFB
    uint32_t version = 0x56010000;
    uint32_t reserved0 = 0;
    uint8_t sample_clock = 1;  // looped back from the strobe's pad
    uint8_t hold_time = 1;
    uint8_t setup_time = 2;
    uint8_t column_bits = 0;
    uint32_t unused0[13] = {};
    uint8_t device = 1;  // NOR
    uint8_t lines = 4;
    uint8_t clock = 6;  // 100 MHz
    uint8_t own_sequences = 0;
    uint32_t reserved1[2] = {};
    uint32_t bytes = board::kFlashChipBytes;
    uint32_t unused1[11] = {};
    uint32_t look_up_table[64] = {
        step(kCommand, kOneLine, 0xEB) | step(kAddress, kFourLines, 24) << 16,
        step(kMode, kFourLines, 0xFF) | step(kDummy, kFourLines, 4) << 16,
        step(kRead, kFourLines, 1),
    };
    uint32_t unused2[16] = {};
    uint32_t page_bytes = 256;
    uint32_t sector_bytes = 4096;
    uint32_t command_clock = 1;  // 30 MHz
    uint32_t unused3 = 0;
    uint32_t block_bytes = 65536;
    uint32_t reserved2[11] = {};
};
static_assert(offsetof(FlashConfiguration, bytes) == 0x50, "as the ROM reads it");
static_assert(offsetof(FlashConfiguration, look_up_table) == 0x80, "as the ROM reads it");
static_assert(offsetof(FlashConfiguration, page_bytes) == 0x1C0, "as the ROM reads it");
static_assert(sizeof(FlashConfiguration) == 0x200, "as the ROM reads it");

struct BootData {
    uint32_t start;
    const void* bytes;
    uint32_t is_plugin;
};

struct ImageVectorTable {
    uint32_t header;  // tag 0xD1, 32 bytes, version 4.1
    const void* entry;
    uint32_t reserved0;
    const void* device_configuration;
    const BootData* boot_data;
    const void* self;
    const void* signature;
    uint32_t reserved1;
};

// All that the ROM takes of the vectors: the core gets the others from the start-up code.
struct alignas(128) FirstVectors {
    const uint32_t* stack;
    void (*reset)();
};

struct BootHeader {
    FlashConfiguration flash;
    uint8_t unused[0x1000 - sizeof(FlashConfiguration)];
    ImageVectorTable table;
    BootData data;
    FirstVectors vectors;
};

// What FlexRAM's 16 banks of 32 KiB are: two bits each, the first ones for code.
constexpr uint32_t kBankBytes = 32 * 1024;
constexpr uint32_t kBanks = 16;
constexpr uint32_t kCodeBanks = (board::kCodeOrigin + board::kCodeBytes) / kBankBytes;
constexpr uint32_t kDataBanks = board::kRamBytes / kBankBytes;
constexpr uint32_t kAllData = 0xAAAAAAAA;  // 0b10 each; 0b11 is code
constexpr uint32_t kUse = kAllData | ((1u << 2 * kCodeBanks) - 1);
static_assert((board::kCodeOrigin + board::kCodeBytes) % kBankBytes == 0, "whole banks of code");
static_assert(board::kRamBytes % kBankBytes == 0, "whole banks of data");
static_assert(kCodeBanks < kBanks && kCodeBanks + kDataBanks == kBanks, "FlexRAM has 512 KiB");

constexpr uint32_t kUpTo512KiB = 10;  // of both memories: more than each has
constexpr uint32_t kSizes = kUpTo512KiB << 16 | kUpTo512KiB << 20;
constexpr uint32_t kBothOnByBanks = 0x00200007;

}  // namespace

extern "C" {

[[gnu::section(".boot_block"), gnu::used]] extern const BootHeader boot_header = {
    {},
    {},
    {0x412000D1, &boot_header.vectors, 0, nullptr, &boot_header.data, &boot_header.table, nullptr,
     0},
    {board::kFlashOrigin, image_bytes, 0},
    {stack_top, enter_image},
};

// Code is still in flash alone, and there is no RAM before FlexRAM is divided: no stack, no calls.
// Words are copied through volatile pointers, or a compiler would call memcpy.
[[gnu::section(".entry.prepare_memory"), gnu::used]] void prepare_memory() {
    *reinterpret_cast<volatile uint32_t*>(iomuxc::kGpr17) = kUse;
    *reinterpret_cast<volatile uint32_t*>(iomuxc::kGpr14) = kSizes;
    *reinterpret_cast<volatile uint32_t*>(iomuxc::kGpr16) = kBothOnByBanks;
    __asm volatile("dsb\n isb" ::: "memory");
    const volatile uint32_t* from = code_load;
    for (volatile uint32_t* to = code_begin; to != code_end; ++to, ++from) {
        *to = *from;
    }
    __asm volatile("dsb\n isb" ::: "memory");
}

// The first code: when it is done, all other code is where it runs.
[[gnu::naked, gnu::section(".entry.enter_image")]] void enter_image() {
    __asm volatile(
        "cpsid i\n"
        "bl prepare_memory\n"
        "ldr r0, =reset_handler\n"
        "bx r0\n"
        ".ltorg\n");
}

}  // extern "C"
