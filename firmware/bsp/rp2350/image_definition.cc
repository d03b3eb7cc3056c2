// What the boot ROM looks for in the first 4 KiB of an image (RP2350 data sheet, 5.9): a block that
// says that this is an executable, and for which cores.
#include <stdint.h>

namespace {

constexpr uint32_t kBlockStart = 0xFFFFDED3;
constexpr uint32_t kBlockEnd = 0xAB123579;
constexpr uint32_t kImageType = 0x42;
constexpr uint32_t kOneWord = 1u << 8;
constexpr uint32_t kExecutable = 1u << 16;
constexpr uint32_t kChipRp2350 = 1u << 28;
#ifdef __riscv
constexpr uint32_t kCores = 1u << 24;
#else
constexpr uint32_t kCores = 2u << 20;  // Arm, in secure state
#endif
constexpr uint32_t kLastItem = 0xFF;
constexpr uint32_t kOtherItemsWords = 1u << 8;
constexpr uint32_t kNoOtherBlock = 0;

}  // namespace

extern "C" [[gnu::section(".image_definition"), gnu::used]] const uint32_t image_definition[] = {
    kBlockStart,
    kImageType | kOneWord | kExecutable | kCores | kChipRp2350,
    kLastItem | kOtherItemsWords,
    kNoOtherBlock,
    kBlockEnd,
};
