// Watches an emulated core: which blocks run and how they are entered, and what the flash memory's
// caches would have held. Plain counting; what it means is decided in Python.
#include <stdint.h>

enum { kLines = 2048, kMarks = 4096 };

static const uint32_t kSystemBus = 0x20000000;  // addresses from here on (Armv7-M, B3.1)

struct Block {
    uint32_t address;
    uint32_t size;
    uint64_t executions;
    uint64_t left;          // by a branch that was taken
    uint64_t entered;       // by a branch that was taken
    uint64_t code_jumps;    // misses of code behind a branch
    uint64_t code_streams;  // misses of code that follows what was fetched before
    uint64_t data_misses;
    uint64_t unaligned;  // extra bus cycles
    uint64_t marked;
    uint64_t switches;  // index of the first of its size / 2 counters among `switches`
};

// Sets of ways, the least recently used one replaced. A line has one tag and is filled word by
// word.
struct Cache {
    uint32_t sets;  // 0: there is none
    uint32_t ways;
    uint32_t tags[kLines];
    uint32_t valid[kLines];  // one bit a word
    uint64_t used[kLines];
    uint64_t clock;
};

struct Tracer {
    struct Block* blocks;  // open addressing
    uint32_t* order;       // indices of the blocks in use, as they were seen first
    uint64_t mask;
    uint64_t count;
    struct Block* current;
    uint32_t flash_begin;
    uint32_t flash_end;
    uint32_t word_shift;  // of the width of the flash memory, as a power of two in bytes
    uint32_t line_words;
    uint32_t unified;    // constants are in the cache of the code
    uint32_t last_word;  // of code that was fetched
    struct Cache code;
    struct Cache data;
    uint64_t full;  // blocks that found no room
    // Of each halfword of code: how often a read there used another bus than the read just before.
    uint64_t* switches;
    uint64_t switches_used;
    uint64_t switches_room;
    uint32_t last_access;  // address of the instruction that made the block's last access; 0: none
    uint32_t last_bus;
    uint32_t mark_count;
    uint32_t marks[kMarks];  // addresses
    int (*read_register)(void* engine, int id, void* value);
    int (*write_register)(void* engine, int id, const void* value);
    int status_register;
    int program_counter;
    // Called when a block begins at a mark, before it is counted.
    void (*on_mark)(void* engine, uint64_t address, uint32_t size, void* tracer);
};

// Whether the word was there; afterwards it is.
static int look_up(struct Cache* cache, uint32_t word, uint32_t line_words) {
    const uint32_t tag = word / line_words;
    const uint32_t bit = 1u << (word % line_words);
    if (cache->sets == 0) {
        return 0;
    }
    const uint32_t first = tag % cache->sets * cache->ways;
    uint32_t oldest = first;
    ++cache->clock;
    for (uint32_t i = first; i < first + cache->ways; ++i) {
        if (cache->valid[i] != 0 && cache->tags[i] == tag) {
            const int hit = (cache->valid[i] & bit) != 0;
            cache->valid[i] |= bit;
            cache->used[i] = cache->clock;
            return hit;
        }
        if (cache->used[i] < cache->used[oldest]) {
            oldest = i;
        }
    }
    cache->tags[oldest] = tag;
    cache->valid[oldest] = bit;
    cache->used[oldest] = cache->clock;
    return 0;
}

static int in_flash(const struct Tracer* tracer, uint32_t address) {
    return address - tracer->flash_begin < tracer->flash_end - tracer->flash_begin;
}

static struct Block* find(struct Tracer* tracer, uint32_t address, uint32_t size) {
    uint64_t index = (((uint64_t)address >> 1) * 0x9E3779B1u + size) & tracer->mask;
    while (tracer->blocks[index].size != 0) {
        struct Block* const block = &tracer->blocks[index];
        if (block->address == address && block->size == size) {
            return block;
        }
        index = (index + 1) & tracer->mask;
    }
    if (2 * tracer->count > tracer->mask ||
        tracer->switches_used + size / 2 > tracer->switches_room) {
        ++tracer->full;
        return 0;
    }
    struct Block* const block = &tracer->blocks[index];
    tracer->order[tracer->count++] = (uint32_t)index;
    block->address = address;
    block->size = size;
    block->switches = tracer->switches_used;
    tracer->switches_used += size / 2;
    for (uint32_t i = 0; i < tracer->mark_count; ++i) {
        block->marked |= tracer->marks[i] == address;
    }
    return block;
}

static void fetch(struct Tracer* tracer, struct Block* block, int jumped) {
    const uint32_t end = (block->address + block->size - 1) >> tracer->word_shift;
    for (uint32_t word = block->address >> tracer->word_shift; word <= end; ++word) {
        // The word that the core is in needs no look-up.
        if (word != tracer->last_word && !look_up(&tracer->code, word, tracer->line_words)) {
            if (jumped || word != tracer->last_word + 1) {
                ++block->code_jumps;
            } else {
                ++block->code_streams;
            }
        }
        jumped = 0;
        tracer->last_word = word;
    }
}

void neurio_trace_block(void* engine, uint64_t address, uint32_t size, void* data) {
    struct Tracer* const tracer = data;
    struct Block* const block = find(tracer, (uint32_t)address, size);
    struct Block* const before = tracer->current;
    const int jumped = before == 0 || before->address + before->size != (uint32_t)address;
    if (jumped && before != 0) {
        ++before->left;
    }
    if (block == 0) {
        tracer->current = 0;
        return;
    }
    if (block->marked != 0) {
        tracer->on_mark(engine, address, size, data);
    }
    ++block->executions;
    block->entered += (uint64_t)jumped;
    tracer->current = block;
    tracer->last_access = 0;
    if (in_flash(tracer, (uint32_t)address)) {
        fetch(tracer, block, jumped);
    }
}

// Before it calls a hook on memory, Unicorn 2.1 sets the core's If-Then state to that of the
// instruction, and leaves it so: behind an If-Then block the next block would be conditional too.
static void leave_if_then(const struct Tracer* tracer, void* engine) {
    const uint32_t if_then = 0x0600FC00;
    uint32_t status = 0;
    tracer->read_register(engine, tracer->status_register, &status);
    if ((status & if_then) != 0) {
        status &= ~if_then;
        tracer->write_register(engine, tracer->status_register, &status);
    }
}

// Counts a read that follows another one, by the instruction before, on the other bus.
static void follow_bus(struct Tracer* tracer, void* engine, struct Block* block, uint32_t address) {
    const uint32_t bus = address >= kSystemBus;
    uint32_t place = 0;
    tracer->read_register(engine, tracer->program_counter, &place);
    const uint32_t offset = place - block->address;
    const uint32_t distance = place - tracer->last_access;
    if (tracer->last_access != 0 && distance - 1 < 4 && bus != tracer->last_bus &&
        offset < block->size) {
        ++tracer->switches[block->switches + offset / 2];
    }
    tracer->last_access = place;
    tracer->last_bus = bus;
}

void neurio_trace_access(void* engine, int kind, uint64_t address, int size, int64_t value,
                         void* data) {
    struct Tracer* const tracer = data;
    struct Block* const block = tracer->current;
    const uint32_t first = (uint32_t)address;
    (void)kind;
    (void)value;
    leave_if_then(tracer, engine);
    if (block == 0) {
        return;
    }
    follow_bus(tracer, engine, block, first);
    // Armv7-M splits what is not aligned: a word into two or three transfers, a halfword into two.
    if (size == 4) {
        block->unaligned += (first & 1) != 0 ? 2 : (first & 2) != 0;
    } else if (size == 2) {
        block->unaligned += first & 1;
    }
    if (in_flash(tracer, first)) {
        struct Cache* const cache = tracer->unified ? &tracer->code : &tracer->data;
        const uint32_t end = (first + (uint32_t)size - 1) >> tracer->word_shift;
        for (uint32_t word = first >> tracer->word_shift; word <= end; ++word) {
            block->data_misses += (uint64_t)!look_up(cache, word, tracer->line_words);
        }
    }
}
