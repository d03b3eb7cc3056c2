// The RP2040's interface to its serial flash, from its data sheet; section numbers are its own.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace neurio {

// 4.10.13 SSI, the interface to the flash
namespace ssi {
constexpr uintptr_t kBase = 0x18000000;
struct Registers {
    volatile uint32_t control0;
    volatile uint32_t control1;
    volatile uint32_t enable;
    uint32_t unused1[2];
    volatile uint32_t baud_divider;
    uint32_t unused2[4];
    volatile uint32_t status;
    uint32_t unused3[13];
    volatile uint32_t data;
    uint32_t unused4[35];
    volatile uint32_t sample_delay;
    volatile uint32_t spi_control0;
};
static_assert(offsetof(Registers, status) == 0x28 && offsetof(Registers, data) == 0x60 &&
                  offsetof(Registers, spi_control0) == 0xF4,
              "Not the layout of 4.10.13");
constexpr uint32_t kQuad = 2u << 21;           // control0: SPI_FRF
constexpr uint32_t kFrameBitsShift = 16;       // DFS_32, less one
constexpr uint32_t kSendAndReceive = 0u << 8;  // TMOD
constexpr uint32_t kCommandThenReceive = 3u << 8;
constexpr uint32_t kStatusBusy = 1u << 0;
constexpr uint32_t kStatusSent = 1u << 2;  // TFE
constexpr uint32_t kXipCommandShift = 24;  // spi_control0
constexpr uint32_t kWaitCyclesShift = 11;
constexpr uint32_t kNoInstruction = 0u << 8;
constexpr uint32_t kInstruction8Bits = 2u << 8;
constexpr uint32_t kAddressShift = 2;         // in units of four bits
constexpr uint32_t kAddressOnFourLines = 1u;  // TRANS_TYPE: the command is on one
constexpr uint32_t kAllOnFourLines = 2u;
}  // namespace ssi

}  // namespace neurio
