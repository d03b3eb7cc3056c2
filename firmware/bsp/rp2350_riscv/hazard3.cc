// What the RP2350's Hazard3 cores need beside what all its cores share.
#include <stdint.h>

#include "bsp/common/registers.h"
#include "bsp/riscv/csr.h"
#include "bsp/riscv/reset.h"

namespace neurio {

// RP2350 data sheet, 12.9: the watchdog resets the chip at once.
void reset_chip() {
    constexpr uintptr_t kControl = 0x400D8000;
    constexpr uint32_t kTrigger = 1u << 31;
    set_bits(kControl, kTrigger);
    for (;;) {
    }
}

// 3.8.9, MCOUNTINHIBIT: counters stand after reset.
void start_cycles() { NEURIO_WRITE_CSR("mcountinhibit", 0); }

}  // namespace neurio
