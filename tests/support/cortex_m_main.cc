// Runs the models of an image, one after the other, for many inputs in one emulated run. Inputs
// come from the file inputs.bin, outputs and ticks go to outputs.bin, through Arm semihosting
// ("Semihosting for AArch32 and AArch64", operations SYS_OPEN to SYS_EXIT).
//
// inputs.bin: per model uint32 number of samples, then every sample's inputs one behind the other.
// outputs.bin: per sample uint32 status (Status), uint32 ticks before and after each mark, and
// all outputs.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __riscv
#include "bsp/riscv/csr.h"
#include "bsp/riscv/faults.h"
#else
#include "bsp/cortex_m/faults.h"
#endif
#include "harness/model.h"

namespace {

constexpr size_t kPoolBytes = POOL_BYTES;
constexpr size_t kGuardBytes = 64;
constexpr size_t kMaxMarks = 512;
constexpr uint8_t kRubbish = 0xA5;

enum Operation : uint32_t { kOpen = 0x01, kWrite = 0x05, kRead = 0x06, kExit = 0x18 };
enum Mode : uint32_t { kReadBinary = 1, kWriteBinary = 5 };
enum Status : uint32_t { kFine = 0, kGuardBroken = 1, kInputWritten = 2 };
constexpr uint32_t kExitFine = 0x20026;
constexpr uint32_t kExitFault = 0x20024;

alignas(16) uint8_t g_pool[kPoolBytes];
uint8_t* g_free = g_pool;
uint32_t g_marks[kMaxMarks];
size_t g_mark_count = 0;

#ifdef __riscv
uint32_t ticks() { return NEURIO_READ_CSR("mcycle"); }

// The three instructions that RISC-V Semihosting marks a call by, uncompressed and on one page.
uint32_t semihosting(Operation operation, uintptr_t argument) {
    register uint32_t a0 asm("a0") = operation;
    register uintptr_t a1 asm("a1") = argument;
    asm volatile(
        ".option push\n.balign 16\n.option norvc\n"
        "slli x0, x0, 0x1f\nebreak\nsrai x0, x0, 7\n.option pop\n"
        : "+r"(a0)
        : "r"(a1)
        : "memory");
    return a0;
}
#else
uint32_t ticks() { return *reinterpret_cast<volatile uint32_t*>(COUNTER_ADDRESS); }

uint32_t semihosting(Operation operation, uintptr_t argument) {
    register uint32_t r0 asm("r0") = operation;
    register uintptr_t r1 asm("r1") = argument;
    asm volatile("bkpt #0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}
#endif

uint32_t open(const char* name, Mode mode) {
    const uintptr_t block[] = {reinterpret_cast<uintptr_t>(name), mode, strlen(name)};
    return semihosting(kOpen, reinterpret_cast<uintptr_t>(block));
}

void transfer(Operation operation, uint32_t file, void* bytes, size_t count) {
    if (count == 0) return;
    const uintptr_t block[] = {file, reinterpret_cast<uintptr_t>(bytes), count};
    semihosting(operation, reinterpret_cast<uintptr_t>(block));
}

[[noreturn]] void leave(uint32_t reason) {
    semihosting(kExit, reason);
    for (;;) {
    }
}

// Memory between guards, full of rubbish.
uint8_t* allocate(size_t bytes) {
    uint8_t* block = g_free + kGuardBytes;
    g_free = block + (bytes + 15) / 16 * 16 + kGuardBytes;
    if (g_free > g_pool + kPoolBytes) leave(kExitFault);
    memset(block - kGuardBytes, kRubbish, bytes + 2 * kGuardBytes);
    return block;
}

bool guards_hold(const uint8_t* block, size_t bytes) {
    for (size_t i = 0; i < kGuardBytes; ++i) {
        if (block[-1 - static_cast<ptrdiff_t>(i)] != kRubbish) return false;
        if (block[bytes + i] != kRubbish) return false;
    }
    return true;
}

uint32_t checksum(const uint8_t* bytes, size_t count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; ++i) sum = sum * 31 + bytes[i];
    return sum;
}

}  // namespace

// Called between layers where a run is to tell them apart.
void mark() { g_marks[g_mark_count++ % kMaxMarks] = ticks(); }

namespace {

void run(const neurio::Model& model, uint32_t source, uint32_t sink) {
    g_free = g_pool;
    void* inputs[neurio::kMaxPorts];
    void* outputs[neurio::kMaxPorts];
    for (int i = 0; i < model.input_count; ++i) inputs[i] = allocate(model.inputs[i].bytes);
    for (int i = 0; i < model.output_count; ++i) outputs[i] = allocate(model.outputs[i].bytes);
    const size_t arena_bytes = model.arena_bytes + model.state_bytes;
    uint8_t* arena = allocate(arena_bytes);
    if (model.reset != nullptr) model.reset(arena);

    uint32_t samples = 0;
    transfer(kRead, source, &samples, sizeof(samples));
    for (uint32_t sample = 0; sample < samples; ++sample) {
        uint32_t sums[neurio::kMaxPorts];
        for (int i = 0; i < model.input_count; ++i) {
            transfer(kRead, source, inputs[i], model.inputs[i].bytes);
            sums[i] = checksum(static_cast<uint8_t*>(inputs[i]), model.inputs[i].bytes);
        }
        memset(arena, kRubbish, model.arena_bytes);
        g_mark_count = 0;
        mark();
        model.infer(inputs, outputs, arena);
        mark();

        uint32_t status = guards_hold(arena, arena_bytes) ? kFine : kGuardBroken;
        for (int i = 0; i < model.input_count; ++i) {
            const uint8_t* block = static_cast<uint8_t*>(inputs[i]);
            if (!guards_hold(block, model.inputs[i].bytes)) status = kGuardBroken;
            if (checksum(block, model.inputs[i].bytes) != sums[i]) status = kInputWritten;
        }
        for (int i = 0; i < model.output_count; ++i) {
            const uint8_t* block = static_cast<uint8_t*>(outputs[i]);
            if (!guards_hold(block, model.outputs[i].bytes)) status = kGuardBroken;
        }
        transfer(kWrite, sink, &status, sizeof(status));
        transfer(kWrite, sink, g_marks, g_mark_count * sizeof(g_marks[0]));
        for (int i = 0; i < model.output_count; ++i) {
            transfer(kWrite, sink, outputs[i], model.outputs[i].bytes);
        }
    }
}

}  // namespace

int main() {
    const uint32_t source = open("inputs.bin", kReadBinary);
    const uint32_t sink = open("outputs.bin", kWriteBinary);
    for (size_t i = 0; i < neurio::kSuite.model_count; ++i) {
        run(*neurio::kSuite.models[i], source, sink);
    }
    leave(kExitFine);
}

#ifdef __riscv
extern "C" [[gnu::aligned(4)]] void trap_handler() { leave(kExitFault); }
#else
extern "C" {
void nmi_handler() { leave(kExitFault); }
void hard_fault_handler() { leave(kExitFault); }
void memory_fault_handler() { leave(kExitFault); }
void bus_fault_handler() { leave(kExitFault); }
void usage_fault_handler() { leave(kExitFault); }
void unexpected_handler() { leave(kExitFault); }
}
#endif
