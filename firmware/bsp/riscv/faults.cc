#include "bsp/riscv/faults.h"

#include <stdint.h>

#include "bsp/riscv/csr.h"
#include "bsp/riscv/reset.h"
#include "harness/platform.h"
#include "harness/print.h"
#include "harness/protocol_text.h"

// The cause, where, and the address or instruction concerned: mcause, mepc, mtval.
extern "C" [[noreturn, gnu::used]] void report_fault() {
    using namespace neurio;
    const uint32_t cause = NEURIO_READ_CSR("mcause");
    const uint32_t pc = NEURIO_READ_CSR("mepc");
    const uint32_t value = NEURIO_READ_CSR("mtval");
    end_line();
    print_line(protocol::kErrorFault, uint64_t{cause}, Hex{pc}, Hex{value});
    platform::flush();
    reset_chip();
}

// The stack may be what failed: start a new one before anything is called. The address of a handler
// is a multiple of four, as mtvec wants it; of 256, as that of Espressif's cores does.
extern "C" [[gnu::naked, gnu::aligned(256)]] void trap_handler() {
    __asm volatile(
        "la sp, stack_top\n"
        "la t0, report_fault\n"
        "jr t0\n");
}
