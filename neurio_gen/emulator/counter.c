// Counts executed blocks and instructions natively: called by the CPU emulator at each block.
// Everything that is not plain counting is left to `slow`, which is Python.
#include <stdint.h>

struct Block {
    uint32_t address;
    uint32_t size;
    uint64_t instructions;
    uint64_t executions;
    uint64_t bases;  // emulator's ids of registers that must be multiples of four, a byte each
};

struct Counter {
    struct Block* blocks;   // a direct-mapped table
    uint64_t mask;          // its length less one
    uint64_t instructions;  // executed, the whole of the current block included
    uint64_t deadline;      // `slow` is called once so many instructions are reached
    uint64_t address;       // of the current block
    uint64_t size;
    int (*read_register)(void* engine, int id, void* value);
    void (*slow)(void* engine, uint64_t address, uint32_t size, void* counter);
    void (*misaligned)(void* engine, uint64_t address, uint32_t size, void* access);
};

struct Access {
    struct Counter* counter;
    uint64_t id;
};

void neurio_on_block(void* engine, uint64_t address, uint32_t size, void* data) {
    struct Counter* const counter = data;
    struct Block* const block = &counter->blocks[(address >> 1) & counter->mask];
    if (block->address != address || block->size != size ||
        counter->instructions >= counter->deadline) {
        counter->slow(engine, address, size, data);
        return;
    }
    for (uint64_t bases = block->bases; bases != 0; bases >>= 8) {
        uint32_t value = 0;
        counter->read_register(engine, (int)(bases & 0xff), &value);
        if (value & 3) {
            counter->slow(engine, address, size, data);
            return;
        }
    }
    ++block->executions;
    counter->instructions += block->instructions;
    counter->address = address;
    counter->size = size;
}

void neurio_on_access(void* engine, uint64_t address, uint32_t size, void* data) {
    const struct Access* const access = data;
    uint32_t value = 0;
    access->counter->read_register(engine, (int)access->id, &value);
    if (value & 3) {
        access->counter->misaligned(engine, address, size, data);
    }
}

// Its presence makes the emulator keep the PC exact at each instruction.
void neurio_on_instruction(void* engine, uint64_t address, uint32_t size, void* data) {
    (void)engine;
    (void)address;
    (void)size;
    (void)data;
}
