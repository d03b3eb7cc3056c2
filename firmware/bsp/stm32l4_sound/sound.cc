// Sound over I2S for STM32L4+ (RM0432): the interface board drives bit clock and word select, and
// the first block of SAI1 follows them as a slave. A channel of DMA1 fills two hops in turn, which
// are polled for: no interrupt takes time from what is measured.
#include "streaming/sound.h"

#include "board.h"
#include "bsp/stm32/pin.h"
#include "bsp/stm32/registers.h"
#include "chip.h"

namespace neurio::sound {
namespace {

// Serial audio interface (SAI), block A
namespace sai {
constexpr uintptr_t kBlock = 0x40015404;
constexpr uintptr_t kCr1 = kBlock + 0x00;
constexpr uint32_t kCr1SlaveReceiver = 3u << 0;
constexpr uint32_t kCr1Data16 = 4u << 5;        // DS
constexpr uint32_t kCr1SampleRising = 1u << 9;  // CKSTR
constexpr uint32_t kCr1Enable = 1u << 16;
constexpr uint32_t kCr1Dma = 1u << 17;
constexpr uintptr_t kFrame = kBlock + 0x08;
constexpr uint32_t kFrameLength = 32 - 1;         // FRL
constexpr uint32_t kFrameActive = (16 - 1) << 8;  // FSALL
constexpr uint32_t kFrameChannelSide = 1u << 16;  // FSDEF; FSPOL = 0: left is low
constexpr uint32_t kFrameBitEarly = 1u << 18;     // FSOFF
constexpr uintptr_t kSlot = kBlock + 0x0C;
constexpr uint32_t kSlot16 = 1u << 6;           // SLOTSZ
constexpr uint32_t kSlotTwo = (2 - 1) << 8;     // NBSLOT
constexpr uint32_t kSlotBothActive = 3u << 16;  // SLOTEN
constexpr uintptr_t kData = kBlock + 0x1C;
constexpr Peripheral kSai1{kBlock, rcc::kApb2enr, 1u << 21};
constexpr uintptr_t kApb2rstr = rcc::kBase + 0x40;
}  // namespace sai

// Direct memory access controller (DMA), channel 1, and its request multiplexer (DMAMUX)
namespace dma {
constexpr uintptr_t kBase = 0x40020000;
constexpr uintptr_t kStatus = kBase + 0x00;
constexpr uintptr_t kClear = kBase + 0x04;
constexpr uint32_t kHalf = 1u << 2;      // HTIF1
constexpr uint32_t kComplete = 1u << 1;  // TCIF1
constexpr uintptr_t kControl = kBase + 0x08;
constexpr uint32_t kEnable = 1u << 0;
constexpr uint32_t kCircular = 1u << 5;
constexpr uint32_t kMemoryAdvances = 1u << 7;
constexpr uint32_t kHalfwords = 1u << 8 | 1u << 10;  // PSIZE, MSIZE
constexpr uint32_t kUrgent = 2u << 12;               // PL
constexpr uintptr_t kCount = kBase + 0x0C;
constexpr uintptr_t kFrom = kBase + 0x10;
constexpr uintptr_t kTo = kBase + 0x14;
constexpr uintptr_t kMultiplexer = 0x40020800;  // channel 0 of it is channel 1 of DMA1
constexpr uint32_t kRequestSai1A = 36;
constexpr Peripheral kDma1{kBase, rcc::kBase + 0x48, 1u << 0};
constexpr Peripheral kDmamux{kMultiplexer, rcc::kBase + 0x48, 1u << 2};
}  // namespace dma

constexpr uint32_t kSaiFunction = 13;
constexpr Pin kLines[] = {{'E', 4}, {'E', 5}, {'E', 6}};  // word select, bit clock, data
constexpr Pin kProcessingPin(board::kProcessingPort, board::kProcessingPin);
constexpr Pin kDetectedPin(board::kDetectedPort, board::kDetectedPin);
// One turn of a loop is at least one cycle, so this many are at least 1 us.
constexpr uint32_t kPulseTurns = board::kClockHz / 1000000;

constexpr uint32_t kSamples = kHop * kChannels;
int16_t ring[2 * kSamples];
uint32_t next_half = 0;

// Also where no clock comes: a block that is switched off waits for the end of its frame.
void reset_receiver() {
    set_bits(sai::kApb2rstr, sai::kSai1.enable_bit);
    write_field(sai::kApb2rstr, sai::kSai1.enable_bit, 0);
}

}  // namespace

void initialise() {
    kDetectedPin.make_output();
    kProcessingPin.make_output(false);
    // nobody drives the lines while nothing is played, and no noise may pass for a clock
    for (const Pin& line : kLines) {
        line.make_alternate(kSaiFunction);
        line.pull_up();
    }
    sai::kSai1.enable();
    dma::kDma1.enable();
    dma::kDmamux.enable();
    register32(dma::kMultiplexer) = dma::kRequestSai1A;
}

void start() {
    reset_receiver();
    next_half = 0;
    register32(dma::kClear) = dma::kHalf | dma::kComplete;
    register32(dma::kCount) = 2 * kSamples;
    register32(dma::kFrom) = sai::kData;
    register32(dma::kTo) = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(ring));
    const uint32_t control = dma::kCircular | dma::kMemoryAdvances | dma::kHalfwords | dma::kUrgent;
    register32(dma::kControl) = control;
    register32(dma::kControl) = control | dma::kEnable;

    register32(sai::kFrame) =
        sai::kFrameLength | sai::kFrameActive | sai::kFrameChannelSide | sai::kFrameBitEarly;
    register32(sai::kSlot) = sai::kSlot16 | sai::kSlotTwo | sai::kSlotBothActive;
    const uint32_t receiver =
        sai::kCr1SlaveReceiver | sai::kCr1Data16 | sai::kCr1SampleRising | sai::kCr1Dma;
    register32(sai::kCr1) = receiver;
    register32(sai::kCr1) = receiver | sai::kCr1Enable;
}

void stop() {
    write_field(dma::kControl, dma::kEnable, 0);
    reset_receiver();
}

const int16_t* take(bool* late) {
    const uint32_t flags[] = {dma::kHalf, dma::kComplete};
    const uint32_t status = register32(dma::kStatus);
    if ((status & flags[next_half]) == 0) {
        return nullptr;
    }
    *late = (status & flags[1 - next_half]) != 0;
    register32(dma::kClear) = flags[next_half];
    const int16_t* hop = ring + next_half * kSamples;
    next_half = 1 - next_half;
    return hop;
}

void set_processing_pin(bool high) { kProcessingPin.write(high); }

void pulse_detected_pin() {
    kDetectedPin.write(false);
    for (volatile uint32_t i = 0; i < kPulseTurns; i = i + 1) {
    }
    kDetectedPin.write(true);
}

}  // namespace neurio::sound
